namespace IotHub.Devices;

/// <summary>What set a chain of changes going.</summary>
public enum CauseOrigin
{
    /// <summary>The device itself: a sensor saw something, a button was pressed, a lamp was switched by hand.</summary>
    Device,

    /// <summary>A person, by the app or the API.</summary>
    Person,

    /// <summary>An automation.</summary>
    Automation,

    /// <summary>The clock.</summary>
    Time,

    /// <summary>The hub: start, restore, upkeep.</summary>
    Hub,
}

/// <summary>Why something changed: each change and command has one, so that "why did the lamp go on?" has an answer.</summary>
/// <param name="Id">Unique within a hub's life, rising.</param>
/// <param name="ParentId">The cause directly before; equal to <paramref name="Id"/> at the start of a chain.</param>
/// <param name="RootId">The first cause of the chain.</param>
/// <param name="Hops">How many automations lie between root and here, from 0.</param>
/// <param name="Origin">What kind of thing did it.</param>
/// <param name="By">Which one: device name, automation id, person or part of the hub.</param>
public sealed record Cause(long Id, long ParentId, long RootId, int Hops, CauseOrigin Origin, string By)
{
    /// <summary>A cause at the start of a chain.</summary>
    public static Cause Root(long id, CauseOrigin origin, string by) => new(id, id, id, 0, origin, by);

    /// <summary>A cause that follows from this one. Only automations lengthen the chain.</summary>
    public Cause Then(long id, CauseOrigin origin, string by) =>
        new(id, Id, RootId, origin == CauseOrigin.Automation ? Hops + 1 : Hops, origin, by);
}
