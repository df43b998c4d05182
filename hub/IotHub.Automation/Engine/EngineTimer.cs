using IotHub.Contracts.Values;
using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>What is due when a timer is.</summary>
internal enum TimerKind
{
    /// <summary>A wait is over: the run goes on.</summary>
    Wait,

    /// <summary>A value has held long enough.</summary>
    Hold,

    /// <summary>A time of the day has come.</summary>
    Time,
}

/// <summary>One thing that will be due. Cancelled by its flag; the queue drops it later.</summary>
internal sealed class EngineTimer
{
    public required DateTimeOffset Due { get; init; }

    public required TimerKind Kind { get; init; }

    public required AutomationState Owner { get; init; }

    /// <summary>Position of the trigger; -1 for a wait, which goes before the triggers of the same moment.</summary>
    public required int Trigger { get; init; }

    /// <summary>Position of the watched property within the trigger.</summary>
    public int Watch { get; init; }

    /// <summary>The value that is being held.</summary>
    public PropertyValue Value { get; init; }

    /// <summary>What led to it; null for a time of the day, which begins a chain.</summary>
    public Cause? Cause { get; init; }

    public bool IsCancelled { get; set; }
}
