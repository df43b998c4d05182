using System.Text.Json;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Testing;

namespace IotHub.Gpio.Tests.Wiring;

/// <summary>The contracts of wired devices keep to what the other shipped ones keep to.</summary>
public sealed class WiredContractsTests
{
    private static readonly string Folder = RepositoryRoot.Path("hub", "IotHub.Gpio");

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "contracts"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_Contract_HasNoDiagnosticAndIsOfItsKind(string kind)
    {
        var parsed = ContractParser.Parse(File.ReadAllBytes(Path.Combine(Folder, "contracts", kind + ".json")), kind);

        Assert.Empty(parsed.Diagnostics.Select(fault => fault.Format(kind)));
        Assert.Equal("iothub-" + kind, parsed.Contract!.Type.VendorProduct);
        Assert.NotNull(parsed.Contract.ReportInterval);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_Labels_AreInBothLanguagesForEveryNode(string kind)
    {
        Assert.True(WiredContracts.All.TryGetKind(kind, out var contract));

        var labels = ContractLabels.Parse(File.ReadAllBytes(Path.Combine(Folder, "labels", kind + ".json")), kind, _ => contract);

        Assert.Empty(labels.Diagnostics.Select(fault => fault.Format(kind)));
        Assert.Equal("en zh_cn", string.Join(' ', labels.Labels!.Languages));
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "labels", kind + ".json")));
        Assert.All(document.RootElement.GetProperty("data").EnumerateObject(), language => Assert.Equal(Nodes(contract).Count(), language.Value.EnumerateObject().Count()));
    }

    [Fact]
    public void Codes_OfAllContracts_BelongToOneNameEach()
    {
        var codes = WiredContracts.All.All.SelectMany(Types).Select(node => (Level: $"{node.Type.Namespace} {node.Type.Kind}", node.Type.Name, node.Type.Value)).Distinct().ToList();

        Assert.Empty(codes.GroupBy(code => (code.Level, code.Name)).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(codes.GroupBy(code => (code.Level, code.Value)).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    private static IEnumerable<object> Nodes(DeviceContract contract) =>
        [contract.Type, contract.Description, .. contract.Services, .. contract.Properties, .. contract.Actions, .. contract.Events];

    private static IEnumerable<(Urn Type, string Key)> Types(DeviceContract contract) =>
    [
        (contract.Type, ""), .. contract.Services.Select(one => (one.Type, one.Key)), .. contract.Properties.Select(one => (one.Type, one.Key)),
        .. contract.Actions.Select(one => (one.Type, one.Key)), .. contract.Events.Select(one => (one.Type, one.Key)),
    ];
}
