namespace IotHub.Automation.Schedules.Clock;

/// <summary>How far the wall clock is believed.</summary>
public enum ClockPhase
{
    /// <summary>It could be right and is waited for to be synchronised, for a while after the start.</summary>
    Waiting,

    /// <summary>It cannot be right: it shows a time that is known to be past.</summary>
    Untrusted,

    /// <summary>Schedules go by it.</summary>
    Trusted,
}
