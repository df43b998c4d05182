namespace IotHub.Contracts.Model;

/// <summary>What the past of a property or an event is made of, and so how it is summed up. The numbers are kept in the history: they do not change.</summary>
public enum SignalClass
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>A number on a scale: mean over time, least, greatest.</summary>
    Measurement = 1,

    /// <summary>One of several values: time spent in each, times entered. Truth values, lists of values, texts, colours.</summary>
    State = 2,

    /// <summary>A number that only rises, but for resets: its increase.</summary>
    Counter = 3,

    /// <summary>Something momentary: how often.</summary>
    Event = 4,
}
