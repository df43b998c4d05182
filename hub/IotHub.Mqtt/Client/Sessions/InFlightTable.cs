namespace IotHub.Mqtt.Client.Sessions;

/// <summary>
/// Messages with a packet id: sent and not acknowledged, in the order they were sent, and released (QoS 2), in the order of their PUBRECs.
/// The outbox's lock guards it.
/// </summary>
internal sealed class InFlightTable
{
    /// <summary>Largest packet id of a PUBLISH; those above are SUBSCRIBE's and UNSUBSCRIBE's.</summary>
    public const ushort PacketIdMax = 49_151;

    private readonly Dictionary<ushort, PendingPublish> _byId = [];
    private readonly LinkedList<PendingPublish> _sent = new();
    private readonly LinkedList<PendingPublish> _released = new();
    private ushort _lastPacketId;

    public int Count => _byId.Count;

    /// <summary>In the order they were sent.</summary>
    public IEnumerable<PendingPublish> Sent => _sent;

    /// <summary>In the order they were received (PUBREC).</summary>
    public IEnumerable<PendingPublish> Released => _released;

    public bool TryGet(ushort packetId, out PendingPublish pending) => _byId.TryGetValue(packetId, out pending!);

    /// <summary>Gives a message a free packet id. In flight is bounded below the number of ids, so there is one.</summary>
    public void Add(PendingPublish pending)
    {
        // 0 is not an id [MQTT-2.2.1-3].
        do
        {
            _lastPacketId = _lastPacketId >= PacketIdMax ? (ushort)1 : (ushort)(_lastPacketId + 1);
        }
        while (_byId.ContainsKey(_lastPacketId));
        pending.Packet = pending.Packet with { PacketId = _lastPacketId };
        pending.Stage = PublishStage.Sent;
        _byId.Add(_lastPacketId, pending);
        _sent.AddLast(pending.Node);
    }

    public void Release(PendingPublish pending)
    {
        _sent.Remove(pending.Node);
        _released.AddLast(pending.Node);
        pending.Stage = PublishStage.Released;
    }

    public void Remove(PendingPublish pending)
    {
        _byId.Remove(pending.Packet.PacketId);
        (pending.Stage == PublishStage.Released ? _released : _sent).Remove(pending.Node);
    }
}
