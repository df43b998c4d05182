using System.Threading.Channels;
using IotHub.Mqtt.Client.Connections;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>
/// Messages that wait for their handler, and the packet ids of QoS 2 messages that were handled and that the server has not released: one of
/// those that comes again is acknowledged and not handled again, on whichever connection of the session [MQTT-4.3.3-10].
/// </summary>
internal sealed class Inbox
{
    private readonly MqttClientOptions _options;
    private readonly Lock _lock = new();
    private readonly HashSet<ushort> _handled = [];
    private readonly Channel<ReceivedMessage> _waiting;
    private int _session;
    private int _qos0Count;

    public Inbox(MqttClientOptions options)
    {
        _options = options;

        // Room for what is not acknowledged, new and repeated, for what is left of the connection before, and for as much of QoS 0.
        // Overflow: see ReceivedMax.
        _waiting = Channel.CreateBounded<ReceivedMessage>(new BoundedChannelOptions(4 * options.ReceivedMax) { SingleReader = true });
    }

    /// <summary>The messages in the order in which they came; one reader.</summary>
    public ChannelReader<ReceivedMessage> Waiting => _waiting.Reader;

    /// <summary>Takes a message that came in.</summary>
    /// <returns>False when there is no room for it.</returns>
    public bool TryAdd(MqttConnection connection, PublishPacket packet)
    {
        lock (_lock)
        {
            var isQos0 = packet.Qos == MqttQos.AtMostOnce;
            if (isQos0 && _qos0Count >= _options.ReceivedMax)
            {
                return false;
            }

            var isIn = _waiting.Writer.TryWrite(new ReceivedMessage(connection, _session, packet));
            _qos0Count += isIn && isQos0 ? 1 : 0;
            return isIn;
        }
    }

    /// <summary>Whether a message is to be handled, or only acknowledged since it was handled before.</summary>
    public bool IsNew(in ReceivedMessage message)
    {
        lock (_lock)
        {
            _qos0Count -= message.Packet.Qos == MqttQos.AtMostOnce ? 1 : 0;
            return message.Packet.Qos != MqttQos.ExactlyOnce || message.Session != _session || !_handled.Contains(message.Packet.PacketId);
        }
    }

    /// <summary>A message was handled.</summary>
    public void Handled(in ReceivedMessage message)
    {
        lock (_lock)
        {
            if (message.Packet.Qos == MqttQos.ExactlyOnce && message.Session == _session)
            {
                _handled.Add(message.Packet.PacketId);
            }
        }
    }

    /// <summary>PUBREL: the packet id may mean another message from now on.</summary>
    public PubcompPacket Release(ushort packetId)
    {
        lock (_lock)
        {
            return new PubcompPacket
            {
                PacketId = packetId,
                ReasonCode = _handled.Remove(packetId) ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound,
            };
        }
    }

    /// <summary>The server has no session any more.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _session++;
            _handled.Clear();
        }
    }
}
