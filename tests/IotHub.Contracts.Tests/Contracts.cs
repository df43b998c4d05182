using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests;

/// <summary>Contracts for tests.</summary>
internal static class Contracts
{
    /// <summary>The folder of contracts that ship with the hub.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "firmware-contracts", "contracts");

    /// <summary>A contract that ships with the hub.</summary>
    public static DeviceContract OfKind(string kind) => Usable(ContractParser.Parse(File.ReadAllBytes(Path.Combine(Folder, kind + ".json")), kind));

    /// <summary>A device with one service <c>s</c> that holds the given members.</summary>
    public static ContractParseResult ParseService(string members) => Parse(
        $$"""{"type":"urn:x-spec:device:d:0000A001:x-d:1","description":"","services":[{"iid":2,"type":"urn:x-spec:service:s:00007801:x-d:1","description":"",{{members}}}]}""");

    /// <summary>One property <c>s.p</c> with the given members beside iid, type, description and access.</summary>
    public static ContractParseResult ParseProperty(string members) => ParseService(
        $$"""
        "properties":[{"iid":1,"type":"urn:x-spec:property:p:00000001:x-d:1","description":"","access":["read","write","notify"],{{members}}}]
        """);

    /// <summary>The property of <see cref="ParseProperty"/>.</summary>
    public static ContractProperty Property(string members) => Usable(ParseProperty(members)).Properties[0];

    public static ContractParseResult Parse(string text) => ContractParser.Parse(Encoding.UTF8.GetBytes(text), "test.json");

    public static DeviceContract Usable(ContractParseResult result)
    {
        Assert.True(result.Contract is not null, string.Join('\n', result.Diagnostics.Select(fault => fault.Format("test.json"))));
        Assert.DoesNotContain(result.Diagnostics, fault => fault.Severity == DiagnosticSeverity.Error);
        return result.Contract;
    }
}
