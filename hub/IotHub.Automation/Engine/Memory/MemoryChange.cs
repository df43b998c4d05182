namespace IotHub.Automation.Engine.Memory;

/// <summary>How much has changed of what an automation must not forget, the least first.</summary>
internal enum MemoryChange
{
    None,

    /// <summary>How often it ran: written when something else is.</summary>
    Count,

    /// <summary>What is inside of a bound, or a command that came to its end: to lose it costs a repetition that the device knows.</summary>
    Values,

    /// <summary>A run, a wait, a hold or the line: what follows from it must not go out before it is written.</summary>
    Runs,

    /// <summary>A time was taken: it must not be taken twice.</summary>
    Taken,
}
