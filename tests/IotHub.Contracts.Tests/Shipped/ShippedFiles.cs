using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests.Shipped;

/// <summary>The contracts that ship with the hub, by the name of their file.</summary>
internal static class ShippedFiles
{
    /// <summary>Names without ending, in order: <c>air-conditioner</c>, <c>air-monitor</c> and so on.</summary>
    public static IReadOnlyList<string> Names { get; } = NamesIn("contracts");

    /// <summary>Every contract.</summary>
    public static IReadOnlyList<DeviceContract> All { get; } = [.. Names.Select(name => Parse(name).Contract!)];

    /// <summary>One row for each contract.</summary>
    public static TheoryData<string> Rows() => [.. Names];

    /// <summary>The contract of a file.</summary>
    public static DeviceContract Of(string name) => All[Names.ToList().IndexOf(name)];

    /// <summary>Reads the file again, with what is wrong with it.</summary>
    public static ContractParseResult Parse(string name) => ContractParser.Parse(File.ReadAllBytes(PathOf("contracts", name + ".json")), name);

    /// <summary>A path below <c>firmware-contracts</c>.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Repository.Root, "firmware-contracts", .. parts]);

    /// <summary>Names of the JSON files of a folder, without ending, in order.</summary>
    public static IReadOnlyList<string> NamesIn(string folder) =>
        [.. Directory.GetFiles(PathOf(folder), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Every type in a contract with the word of its level.</summary>
    public static IEnumerable<(string Word, Urn Type)> Types(DeviceContract contract) =>
    [
        ("device", contract.Type),
        .. contract.Services.Select(service => ("service", service.Type)),
        .. contract.Properties.Select(property => ("property", property.Type)),
        .. contract.Actions.Select(action => ("action", action.Type)),
        .. contract.Events.Select(deviceEvent => ("event", deviceEvent.Type)),
    ];
}
