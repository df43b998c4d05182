namespace IotHub.Automation.Schedules.Clock;

/// <summary>What a reading says, the strongest first.</summary>
internal enum ClockInput
{
    /// <summary>A person says that the clock is right.</summary>
    Confirmed,

    /// <summary>The system says that the clock is kept right, and it is not before the hub was built.</summary>
    Synchronised,

    /// <summary>It shows a time that is known to be past.</summary>
    Behind,

    /// <summary>It was set forward to a time that could be right: somebody, or something, knew better than a clock that had begun anywhere.</summary>
    SetForward,

    /// <summary>It could be right, and there is nothing more to wait for.</summary>
    Plausible,

    /// <summary>It could be right, and may yet be synchronised.</summary>
    Unsure,
}
