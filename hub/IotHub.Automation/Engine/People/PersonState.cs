using IotHub.Devices.State;

namespace IotHub.Automation.Engine.People;

/// <summary>What is known of one person.</summary>
internal sealed class PersonState(PersonPlan plan)
{
    public PersonPlan Plan => plan;

    /// <summary>Null while no tracker has said anything.</summary>
    public bool? IsHome { get; set; }

    /// <summary>When they will count as away; null while a tracker sees them, or they are away.</summary>
    public EngineTimer? Leaving { get; set; }

    /// <summary>What the trackers say now; null while none has said anything.</summary>
    public bool? Seen(IHomeView home)
    {
        bool? seen = null;
        foreach (var tracker in plan.Trackers)
        {
            if (home.TryGetDevice(tracker.Reference.Device.Name, out var device)
                && device.Contract.TryGetProperty(tracker.Reference.Property.Key, out var property)
                && home.GetState(device, property).Value is { HasValue: true } value)
            {
                if (tracker.Test.Holds(value))
                {
                    return true;
                }

                seen = false;
            }
        }

        return seen;
    }

    /// <summary>When the last tracker that has said anything changed; null while none has. Where none sees them now, that is when they were seen last.</summary>
    public DateTimeOffset? LastSeenAt(IHomeView home)
    {
        DateTimeOffset? last = null;
        foreach (var tracker in plan.Trackers)
        {
            if (home.TryGetDevice(tracker.Reference.Device.Name, out var device)
                && device.Contract.TryGetProperty(tracker.Reference.Property.Key, out var property)
                && home.GetState(device, property) is { Value.HasValue: true } state
                && (last is null || state.ChangedAt > last))
            {
                last = state.ChangedAt;
            }
        }

        return last;
    }
}
