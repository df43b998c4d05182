namespace IotHub.Mqtt.Client.Sessions;

/// <summary>
/// Messages that wait for their turn, within a bound of count and bytes, and before its door, in order, the callers it has no room for.
/// The outbox's lock guards it.
/// </summary>
internal sealed class WaitingQueue(int countMax, long bytesMax)
{
    private readonly LinkedList<PendingPublish> _entering = new();
    private readonly LinkedList<PendingPublish> _waiting = new();
    private long _bytes;

    public int Count => _waiting.Count + _entering.Count;

    public PendingPublish? First => _waiting.First?.Value;

    public bool HasRoomFor(int bytes) => _entering.Count == 0 && Fits(bytes);

    public void Add(PendingPublish pending)
    {
        if (HasRoomFor(pending.Bytes))
        {
            Append(pending);
        }
        else
        {
            pending.Stage = PublishStage.Entering;
            _entering.AddLast(pending.Node);
        }
    }

    /// <summary>Puts back what was in flight, before all others: it may stand above the bound, by no more than can be in flight.</summary>
    public void PutBack(PendingPublish pending)
    {
        pending.Stage = PublishStage.Waiting;
        _waiting.AddFirst(pending.Node);
        _bytes += pending.Bytes;
    }

    /// <summary>Takes a message out, wherever it stands, and lets in who has room now.</summary>
    public void Remove(PendingPublish pending)
    {
        if (pending.Stage == PublishStage.Waiting)
        {
            _waiting.Remove(pending.Node);
            _bytes -= pending.Bytes;
        }
        else
        {
            _entering.Remove(pending.Node);
        }

        while (_entering.First is { Value: var next } && Fits(next.Bytes))
        {
            _entering.RemoveFirst();
            Append(next);
        }
    }

    /// <summary>All, in the order they would leave.</summary>
    public List<PendingPublish> Snapshot() => [.. _waiting, .. _entering];

    private bool Fits(int bytes) => _waiting.Count < countMax && _bytes + bytes <= bytesMax;

    private void Append(PendingPublish pending)
    {
        pending.Stage = PublishStage.Waiting;
        _waiting.AddLast(pending.Node);
        _bytes += pending.Bytes;
    }
}
