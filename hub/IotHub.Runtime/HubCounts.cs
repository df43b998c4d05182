using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Devices.Commands;

namespace IotHub.Runtime;

/// <summary>Counts what passes the loop. Owned by the loop; <see cref="Read"/> makes a copy to hand out.</summary>
internal sealed class HubCounts
{
    private readonly long[] _refused = new long[Enum.GetValues<RejectionReason>().Length];
    private readonly long[] _ended = new long[Enum.GetValues<CommandOutcome>().Length];

    public long MessagesAccepted { get; set; }

    public long StateChanges { get; set; }

    public long CommandsSent { get; set; }

    public long RequestsSent { get; set; }

    public long Decisions { get; set; }

    public void CountRefused(RejectionReason reason) => _refused[(int)reason]++;

    public void CountEnded(CommandOutcome outcome) => _ended[(int)outcome]++;

    public HubCounters Read() => new(
        MessagesAccepted,
        Enum.GetValues<RejectionReason>().Where(reason => _refused[(int)reason] > 0).ToImmutableSortedDictionary(reason => reason, reason => _refused[(int)reason]),
        StateChanges,
        CommandsSent,
        _ended[(int)CommandOutcome.Confirmed],
        _ended[(int)CommandOutcome.Failed],
        _ended[(int)CommandOutcome.TimedOut],
        _ended[(int)CommandOutcome.Superseded],
        Decisions)
    {
        RequestsSent = RequestsSent,
    };
}
