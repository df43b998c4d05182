using System.Text;
using IotHub.Api.Makers;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Api.Tests;

/// <summary>Labels of the lamp in two languages.</summary>
internal sealed class SampleContracts : IContractSource
{
    private static readonly ContractLabels Labels = ContractLabels.Parse(
        Encoding.UTF8.GetBytes("""
            {"urn":"urn:miot-spec-v2:device:light:00000001:test-lamp:1","data":{"en":{"device":"Lamp"},
             "zh_cn":{"device":"灯","service:002:property:002":"亮度","service:002:property:003:valuelist:000":"白天"}}}
            """),
        "labels.json").Labels!;

    public IReadOnlyCollection<DeviceContract> Contracts => [];

    public ContractLabels LabelsOf(DeviceContract contract) => contract.Type.Name == "light" ? Labels : ContractLabels.None;
}
