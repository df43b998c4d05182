using IotHub.Contracts.Model;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Certification;

/// <summary>What is certified, and how far the certification may go.</summary>
public sealed record CertificationOptions
{
    /// <summary>What the device says it is.</summary>
    public required DeviceContract Contract { get; init; }

    /// <summary>Its id; a valid one.</summary>
    public required string Did { get; init; }

    /// <summary>The broker that it is connected to.</summary>
    public required MqttEndpoint Endpoint { get; init; }

    /// <summary>The MQTT client id of the device: the certification takes its connection over once, to see it come back. Null to leave its connection alone.</summary>
    public string? ClientId { get; init; }

    /// <summary>Null to connect without.</summary>
    public string? UserName { get; init; }

    /// <summary>Null to connect without.</summary>
    public string? Password { get; init; }

    /// <summary>Whether actions and properties are tried that unlock, erase or start what should not start unattended.</summary>
    public bool AllActions { get; init; }

    /// <summary>Whether every property is tried, however many there are.</summary>
    public bool Slow { get; init; }

    /// <summary>Report intervals up to this are waited for.</summary>
    public TimeSpan IntervalWaited { get; init; } = CertificationLimits.IntervalWaited;

    /// <summary>Whether other devices use the broker, so that messages elsewhere are not this device's fault.</summary>
    public bool SharedBroker { get; init; }

    /// <summary>A hand on the device.</summary>
    public IDeviceControl Control { get; init; } = NoControl.Instance;

    /// <summary>How long the device may take to be there at the beginning.</summary>
    public TimeSpan JoinTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seed of ids and of the certification's own client id.</summary>
    public int Seed { get; init; } = 1;
}
