using System.Text.Json.Serialization;

namespace IotHub.DeviceSim.Devices;

/// <summary>How a property lives by itself.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BehaviourKind>))]
public enum BehaviourKind
{
    /// <summary>Wanders around a mean, as a voltage does.</summary>
    Walk,

    /// <summary>Nears one of two targets, depending on whether the device is on, by a share of the way in each step.</summary>
    Approach,

    /// <summary>Moves to a target at a steady speed, as a curtain does.</summary>
    Move,

    /// <summary>Falls steadily and with each use, as a battery does.</summary>
    Drain,

    /// <summary>Grows by another property times hours, as an energy meter does.</summary>
    Accumulate,

    /// <summary>Is true now and then, by chance.</summary>
    Pulse,

    /// <summary>Is another property times a factor, as a current is to a power.</summary>
    Follow,

    /// <summary>Seconds since a boolean property was last true, as the time without motion.</summary>
    Elapsed,

    /// <summary>Is what a quantity of the room's air is.</summary>
    Sense,

    /// <summary>Is true now and then while somebody is in the room; by chance alone where nobody keeps count of people.</summary>
    Presence,
}
