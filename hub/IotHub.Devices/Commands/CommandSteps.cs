using System.Collections.Frozen;

namespace IotHub.Devices.Commands;

/// <summary>How far a command has come.</summary>
internal enum CommandState
{
    /// <summary>Another value for one of its properties has just gone out.</summary>
    Waiting,

    /// <summary>Sent, perhaps more than once, and not answered.</summary>
    Sent,

    /// <summary>The device said that it is done or will be; the value is still to be seen.</summary>
    Answered,

    /// <summary>It has its one end.</summary>
    Ended,
}

/// <summary>What happens to a command.</summary>
internal enum CommandEvent
{
    /// <summary>Its turn has come.</summary>
    Turn,

    /// <summary>The gap since the last message is over.</summary>
    GapOver,

    /// <summary>The device took it, done or not, and some value is still to be seen.</summary>
    Taken,

    /// <summary>All that it wants was seen, or a call was answered as done.</summary>
    Fulfilled,

    /// <summary>The device said no.</summary>
    Refused,

    /// <summary>A later command took its properties over.</summary>
    Replaced,

    /// <summary>Its time is up.</summary>
    Deadline,

    /// <summary>Its device left the home.</summary>
    Retired,
}

/// <summary>What to do about it.</summary>
internal enum CommandAct
{
    Nothing,
    Send,
    SendAgain,
    AskForValues,
    EndConfirmed,
    EndFailed,
    EndSuperseded,
    EndTimedOut,
    EndRetired,
}

/// <summary>
/// The life of a command.
/// <code>
///                    its turn             taken: done, value not seen
///   ┌─────────┐    ┌──────────┐ send   ┌──────────┐                  ┌────────────┐
///   │ Waiting │───►│   Sent   │──┐     │          │─────────────────►│  Answered  │──┐ gap over:
///   └────┬────┘    └─┬────┬───┘◄─┘ gap over:      │                  └──┬─────┬───┘◄─┘ ask for values
///        │           │    └──────────── send again                     │     │
///        │           │ fulfilled ──────────────► confirmed ◄────────────┘     │
///        │           │ refused ────────────────► failed ◄─────────────────────┤
///        └───────────┴─ replaced / deadline ───► superseded / timed out ◄─────┘
/// </code>
/// One row for each step; what is not in the table cannot happen.
/// </summary>
internal static class CommandSteps
{
    private static readonly (CommandState State, CommandEvent Event, CommandState Next, CommandAct Act)[] Rows =
    [
        (CommandState.Waiting,  CommandEvent.Turn,      CommandState.Sent,     CommandAct.Send),
        (CommandState.Waiting,  CommandEvent.Replaced,  CommandState.Ended,    CommandAct.EndSuperseded),
        (CommandState.Waiting,  CommandEvent.Deadline,  CommandState.Ended,    CommandAct.EndTimedOut),
        (CommandState.Waiting,  CommandEvent.Retired,   CommandState.Ended,    CommandAct.EndRetired),

        (CommandState.Sent,     CommandEvent.GapOver,   CommandState.Sent,     CommandAct.SendAgain),
        (CommandState.Sent,     CommandEvent.Taken,     CommandState.Answered, CommandAct.Nothing),
        (CommandState.Sent,     CommandEvent.Fulfilled, CommandState.Ended,    CommandAct.EndConfirmed),
        (CommandState.Sent,     CommandEvent.Refused,   CommandState.Ended,    CommandAct.EndFailed),
        (CommandState.Sent,     CommandEvent.Replaced,  CommandState.Ended,    CommandAct.EndSuperseded),
        (CommandState.Sent,     CommandEvent.Deadline,  CommandState.Ended,    CommandAct.EndTimedOut),
        (CommandState.Sent,     CommandEvent.Retired,   CommandState.Ended,    CommandAct.EndRetired),

        (CommandState.Answered, CommandEvent.GapOver,   CommandState.Answered, CommandAct.AskForValues),
        (CommandState.Answered, CommandEvent.Taken,     CommandState.Answered, CommandAct.Nothing),
        (CommandState.Answered, CommandEvent.Fulfilled, CommandState.Ended,    CommandAct.EndConfirmed),
        (CommandState.Answered, CommandEvent.Refused,   CommandState.Ended,    CommandAct.EndFailed),
        (CommandState.Answered, CommandEvent.Replaced,  CommandState.Ended,    CommandAct.EndSuperseded),
        (CommandState.Answered, CommandEvent.Deadline,  CommandState.Ended,    CommandAct.EndTimedOut),
        (CommandState.Answered, CommandEvent.Retired,   CommandState.Ended,    CommandAct.EndRetired),
    ];

    private static readonly FrozenDictionary<(CommandState State, CommandEvent Event), (CommandState Next, CommandAct Act)> Table =
        Rows.ToFrozenDictionary(row => (row.State, row.Event), row => (row.Next, row.Act));

    /// <summary>What comes of an event.</summary>
    /// <exception cref="InvalidOperationException">Our own mistake: nothing can happen so.</exception>
    public static (CommandState Next, CommandAct Act) On(CommandState state, CommandEvent commandEvent) =>
        Table.TryGetValue((state, commandEvent), out var step) ? step : throw new InvalidOperationException($"A command that is {state} cannot meet {commandEvent}.");
}
