using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>How far a message on its way out has come.</summary>
internal enum PublishStage
{
    /// <summary>Waits for room in the queue.</summary>
    Entering,

    /// <summary>Waits for its turn.</summary>
    Waiting,

    /// <summary>PUBLISH is sent; PUBACK or PUBREC is to come.</summary>
    Sent,

    /// <summary>PUBREC came, so that PUBREL is sent; PUBCOMP is to come.</summary>
    Released,

    /// <summary>Over.</summary>
    Done,
}

/// <summary>A message on its way out, with the caller who waits for it. The outbox's lock guards all but the task.</summary>
internal sealed class PendingPublish
{
    private readonly TaskCompletionSource<ReasonCode> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingPublish(PublishPacket packet, int bytes, long entered)
    {
        Packet = packet;
        Bytes = bytes;
        Entered = entered;
        Node = new LinkedListNode<PendingPublish>(this);
    }

    public PublishPacket Packet { get; set; }

    /// <summary>What it counts for in the queue.</summary>
    public int Bytes { get; }

    /// <summary>Timestamp of the call.</summary>
    public long Entered { get; }

    public PublishStage Stage { get; set; }

    /// <summary>Its place among those that enter, wait, or are in flight.</summary>
    public LinkedListNode<PendingPublish> Node { get; }

    /// <summary>True when it was sent on the present connection, so that it counts against the server's Receive Maximum.</summary>
    public bool IsOnThisConnection { get; set; }

    /// <summary>True when an earlier connection sent it.</summary>
    public bool WasSent { get; set; }

    /// <summary>What PUBREC said, below 0x80: success, or that nobody subscribes.</summary>
    public ReasonCode Answer { get; set; }

    public bool IsAcknowledged => Packet.Qos != MqttQos.AtMostOnce;

    /// <summary>True once the caller has given up: it is not sent for the first time any more.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Completes with what the server said.</summary>
    public Task<ReasonCode> Done => _done.Task;

    public void Complete(ReasonCode reason = ReasonCode.Success)
    {
        Stage = PublishStage.Done;
        _done.TrySetResult(reason);
    }

    public void Fail(Exception exception)
    {
        Stage = PublishStage.Done;
        _done.TrySetException(exception);

        // A caller who gave up does not look any more.
        _ = _done.Task.Exception;
    }
}
