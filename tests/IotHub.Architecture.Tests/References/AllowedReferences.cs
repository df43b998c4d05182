namespace IotHub.Architecture.Tests.References;

/// <summary>The table of docs/architecture.md: which product project may reference which. What is not in it is an error.</summary>
internal static class AllowedReferences
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Table { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["IotHub.Contracts"] = [],
        ["IotHub.Mqtt"] = [],
        ["IotHub.Broker"] = ["IotHub.Mqtt"],
        ["IotHub.Devices"] = ["IotHub.Contracts"],
        ["IotHub.Automation"] = ["IotHub.Contracts", "IotHub.Devices"],
        ["IotHub.Runtime"] = ["IotHub.Contracts", "IotHub.Devices", "IotHub.Automation"],
        ["IotHub.Bridges"] = ["IotHub.Contracts", "IotHub.Devices", "IotHub.Mqtt", "IotHub.Broker", "IotHub.Runtime"],
        ["IotHub.Gpio"] = ["IotHub.Contracts", "IotHub.Devices", "IotHub.Runtime"],
        ["IotHub.Insights"] = ["IotHub.Contracts", "IotHub.Devices", "IotHub.Automation", "IotHub.Runtime"],
        ["IotHub.Uplink"] = ["IotHub.Contracts", "IotHub.Mqtt", "IotHub.Insights"],
        ["IotHub.Storage"] =
        [
            "IotHub.Contracts", "IotHub.Devices", "IotHub.Automation", "IotHub.Broker", "IotHub.Insights", "IotHub.Uplink", "IotHub.Runtime",
        ],
        ["IotHub.Api"] = ["IotHub.Contracts", "IotHub.Devices", "IotHub.Automation", "IotHub.Runtime", "IotHub.Insights"],

        // The composition root; the simulator is there for --demo, whose devices speak MQTT over TCP like any other.
        ["IotHub.Host"] =
        [
            "IotHub.Contracts", "IotHub.Mqtt", "IotHub.Broker", "IotHub.Devices", "IotHub.Automation", "IotHub.Runtime", "IotHub.Bridges",
            "IotHub.Gpio", "IotHub.Insights", "IotHub.Uplink", "IotHub.Storage", "IotHub.Api", "IotHub.DeviceSim",
        ],

        // A device knows only the contract.
        ["IotHub.DeviceSim"] = ["IotHub.Contracts", "IotHub.Mqtt"],
        ["IotHub.DeviceSim.Cli"] = ["IotHub.Contracts", "IotHub.Mqtt", "IotHub.DeviceSim"],

        // Makes what the hub reads, with the hub's own reader and training; what Insights needs has to be named to be there.
        ["IotHub.CatalogueTool"] = ["IotHub.Contracts", "IotHub.Devices", "IotHub.Automation", "IotHub.Insights"],
    };

    /// <summary>What the tests of a project use beside it: the other side of its protocol.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> Beside = new() { ["IotHub.Uplink"] = ["IotHub.AzureEmulator"] };

    /// <summary>What a project may reference, or null when the table does not know it or does not limit it.</summary>
    public static IReadOnlyList<string>? For(ProjectFile project)
    {
        if (Table.TryGetValue(project.Name, out var allowed))
        {
            return allowed;
        }

        // X.Tests sees X, the testing kit and what X may see. Suites that span rooms (end to end, simulation) have no X.
        var tested = project.Name.EndsWith(".Tests", StringComparison.Ordinal) ? project.Name[..^".Tests".Length] : "";
        return Table.TryGetValue(tested, out var ofTested) ? [tested, "IotHub.Testing", .. Beside.GetValueOrDefault(tested, []), .. ofTested] : null;
    }
}
