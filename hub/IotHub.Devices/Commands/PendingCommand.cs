using System.Collections.Immutable;
using System.Globalization;
using IotHub.Contracts.Values;

namespace IotHub.Devices.Commands;

/// <summary>A command on its way: how far it has come, and which of its values are still to be seen.</summary>
internal sealed class PendingCommand(DeviceCommand command)
{
    private readonly bool[] _isClosed = new bool[command.Set.Length];
    private readonly bool[] _isSeen = new bool[command.Set.Length];
    private int _parts = 1;

    public DeviceCommand Command { get; } = command;

    public CommandState State { get; set; } = CommandState.Waiting;

    public bool HasEnded => State == CommandState.Ended;

    /// <summary>True when a later command took over one of its properties.</summary>
    public bool IsPartlySuperseded { get; private set; }

    /// <summary>How many values are still to be seen.</summary>
    public int OpenCount { get; private set; } = command.Set.Length;

    /// <summary>All that went out for it, questions included: some ten in five seconds.</summary>
    public List<SentRequest> Requests { get; } = new(1);

    /// <summary>
    /// The request that carries it now; null before the first, and where a later command took over a part: the rest then goes on under another
    /// id, since the same id is the same message.
    /// </summary>
    public SentRequest? Carrier { get; private set; }

    /// <summary>Messages that went out, questions included.</summary>
    public int Attempts { get; private set; }

    /// <summary>Messages since the device last answered: the gaps grow with these, and begin anew with an answer.</summary>
    public int Unanswered { get; set; }

    /// <summary>When its turn comes, while it waits.</summary>
    public DateTimeOffset TurnAt { get; set; }

    /// <summary>When it ends without having been done; that of the command, unless the clock was set.</summary>
    public DateTimeOffset Deadline { get; private set; } = command.Deadline;

    /// <summary>When the next message is due; null when none is.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>True when a report of the wanted value is enough: the device is not known to answer, and nothing older can echo here.</summary>
    public bool IsClear { get; set; } = true;

    /// <summary>True when the device said of this very request that it is done.</summary>
    public bool IsDone { get; set; }

    /// <summary>True when the device said that it cannot be asked for the values.</summary>
    public bool CannotBeAsked { get; set; }

    /// <summary>True when it went out while the device was there.</summary>
    public bool WasReachable { get; set; }

    /// <summary>True when the device joined again since it went out: it may have forgotten what it has done.</summary>
    public bool MayBeForgotten { get; set; }

    public bool IsOpen(int position) => !_isClosed[position];

    public bool IsSeen(int position) => _isSeen[position];

    /// <summary>The position of a property among the values, or -1. By address: the contract may have been renewed since.</summary>
    public int PositionOf(string propertyKey)
    {
        for (var i = 0; i < Command.Set.Length; i++)
        {
            if (Command.Set[i].Property.Key == propertyKey)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Notes whether the last report of an open property was the wanted value.</summary>
    public void See(int position, bool isWanted) => _isSeen[position] = isWanted;

    /// <summary>A value was seen, or is known to have been taken.</summary>
    public void Close(int position)
    {
        if (!_isClosed[position])
        {
            _isClosed[position] = true;
            OpenCount--;
        }
    }

    /// <summary>A later command wants this property.</summary>
    public void Supersede(int position)
    {
        IsPartlySuperseded = true;
        Carrier = null;
        Close(position);
    }

    /// <summary>The request that goes out next: the same again, or one for what is left.</summary>
    /// <returns>The request, and whether it is new.</returns>
    public (SentRequest Request, bool IsNew) NextCarrier(DateTimeOffset now)
    {
        Attempts++;
        Unanswered++;
        var isNew = Carrier is null;
        Carrier ??= Add(isQuestion: false, OpenCount == Command.Set.Length ? Command.Set : [.. Command.Set.Where((_, position) => !_isClosed[position])], now);
        Carrier.Sends++;
        return (Carrier, isNew);
    }

    /// <summary>A question about its values, new each time: a device repeats an answer, it does not renew it.</summary>
    public SentRequest NextQuestion(DateTimeOffset now)
    {
        Attempts++;
        Unanswered++;
        var question = Add(isQuestion: true, [], now);
        question.Sends++;
        return question;
    }

    /// <summary>True when a reported value is the wanted one: equal, or for numbers within half a step, since devices round.</summary>
    public bool Wants(int position, PropertyValue reported)
    {
        var wanted = Command.Set[position];
        if (wanted.Value == reported)
        {
            return true;
        }

        return wanted.Property.Range is { } range
            && wanted.Value.TryGetNumber(out var wantedNumber)
            && reported.TryGetNumber(out var reportedNumber)
            && Math.Abs(wantedNumber - reportedNumber) < range.Step / 2;
    }

    /// <summary>True when a reported value of any of its properties is the wanted one.</summary>
    public bool Wants(PropertyReading reading) => PositionOf(reading.Property.Key) is >= 0 and var position && Wants(position, reading.Value);

    /// <summary>True while what comes of it may still be told as its doing, though it has ended.</summary>
    public bool IsRemembered(DateTimeOffset now) => now - Deadline <= CommandPace.Memory;

    /// <summary>The clock was set.</summary>
    public void Shift(ClockShift shift)
    {
        (TurnAt, DueAt, Deadline) = (shift.Moved(TurnAt), shift.Moved(DueAt), shift.Moved(Deadline));
        foreach (var request in Requests)
        {
            request.Shift(shift);
        }
    }

    private SentRequest Add(bool isQuestion, ImmutableArray<PropertyReading> set, DateTimeOffset now)
    {
        // The first bears the command's own id; the device never sees the others as the same.
        // After a restart further ones bear the time as well: those of before the restart are answered already, and a device repeats its answers.
        var id = Requests.Count == 0 ? Command.Id
            : Command.IsResumed ? string.Create(CultureInfo.InvariantCulture, $"{Command.Id}.{Command.SentAt.ToUnixTimeMilliseconds():x}.{++_parts}")
            : string.Create(CultureInfo.InvariantCulture, $"{Command.Id}.{++_parts}");
        var request = new SentRequest(id, this, isQuestion, set, now);
        Requests.Add(request);
        return request;
    }

    /// <summary>What the answer brought.</summary>
    public ImmutableArray<PropertyReading> Out { get; set; } = [];
}
