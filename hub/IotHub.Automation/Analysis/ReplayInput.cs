using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;

namespace IotHub.Automation.Analysis;

/// <summary>Something that happens in a counter-example.</summary>
/// <param name="At">When, in UTC.</param>
public abstract record ReplayInput(DateTimeOffset At)
{
    /// <summary>A device reports a value.</summary>
    public sealed record Report(DateTimeOffset At, string Device, string Property, PropertyValue Value) : ReplayInput(At);

    /// <summary>An event of a device, with the arguments given.</summary>
    public sealed record Event(DateTimeOffset At, string Device, string Name, ImmutableArray<PropertyReading> Arguments) : ReplayInput(At);

    /// <summary>A device comes or goes.</summary>
    public sealed record DeviceStanding(DateTimeOffset At, string Device, DeviceAvailability Becomes) : ReplayInput(At);

    /// <summary>Somebody comes home or leaves.</summary>
    public sealed record Person(DateTimeOffset At, string Id, bool IsHome) : ReplayInput(At);

    /// <summary>A person runs a scene.</summary>
    public sealed record Scene(DateTimeOffset At, string Id) : ReplayInput(At);

    /// <summary>A person, or another automation that takes no part, runs an automation.</summary>
    public sealed record Run(DateTimeOffset At, string Id) : ReplayInput(At);

    /// <summary>An MQTT message arrives.</summary>
    public sealed record Message(DateTimeOffset At, string Topic, string Payload) : ReplayInput(At);

    /// <summary>A hook is called.</summary>
    public sealed record Webhook(DateTimeOffset At, string Hook, string Method) : ReplayInput(At);

    /// <summary>The hub starts.</summary>
    public sealed record Started(DateTimeOffset At) : ReplayInput(At);

    /// <summary>Time passes until here.</summary>
    public sealed record Until(DateTimeOffset At) : ReplayInput(At);
}
