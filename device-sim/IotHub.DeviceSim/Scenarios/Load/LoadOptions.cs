using IotHub.Contracts.Model;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Scenarios.Load;

/// <summary>How much is asked of a broker.</summary>
public sealed record LoadOptions
{
    /// <summary>The broker.</summary>
    public required MqttEndpoint Endpoint { get; init; }

    /// <summary>What the devices are; it must have a property that they can report.</summary>
    public required DeviceContract Contract { get; init; }

    /// <summary>Devices, each on a connection of its own, 1 to <see cref="SimLimits.DevicesMax"/>.</summary>
    public required int Devices { get; init; }

    /// <summary>Messages in a second of all devices together, above zero.</summary>
    public required double Rate { get; init; }

    /// <summary>How long, above zero.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How long the last acknowledgements may take before their messages count as lost.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What dids begin with.</summary>
    public string Prefix { get; init; } = "load";

    /// <summary>Seed of the devices.</summary>
    public int Seed { get; init; } = 1;
}
