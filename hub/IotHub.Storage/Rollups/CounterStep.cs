namespace IotHub.Storage.Rollups;

/// <summary>What a new reading of a counter means.</summary>
internal enum CounterStep
{
    /// <summary>It rose, or stood still.</summary>
    Rise,

    /// <summary>It fell to near zero: it began anew, and what it shows has been counted since.</summary>
    Reset,

    /// <summary>It fell a little: a device that came back with an older reading, or a glitch. Not counted.</summary>
    Rollback,

    /// <summary>It fell by much, not to near zero: another counter. What it counted before is not known, and it counts from here.</summary>
    Replaced,
}
