using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>
/// Numbers that stand for the topics of one connection, outwards (section 3.3.2.3.4). When all are taken, the topic that was used longest
/// ago gives up its number.
/// </summary>
internal sealed class TopicAliases(int capacity, ServerLimits limits)
{
    private readonly Dictionary<string, LinkedListNode<(string Topic, ushort Alias)>> _byTopic = [];
    private readonly LinkedList<(string Topic, ushort Alias)> _byUse = [];

    /// <summary>The packet as it is to be written: with a number instead of the topic if the server knows it.</summary>
    public PublishPacket Apply(PublishPacket packet)
    {
        if (capacity == 0)
        {
            return packet;
        }

        var topic = packet.GetTopicText();
        if (_byTopic.TryGetValue(topic, out var known))
        {
            _byUse.Remove(known);
            _byUse.AddLast(known);
            return packet with { Topic = default, Properties = packet.Properties with { TopicAlias = known.Value.Alias } };
        }

        // A number costs three bytes the first time, which may be just too many for the server.
        var oldest = _byUse.Count < capacity ? null : _byUse.First;
        var alias = oldest?.Value.Alias ?? (ushort)(_byUse.Count + 1);
        var announced = packet with { Properties = packet.Properties with { TopicAlias = alias } };
        if (limits.Check(announced) is not null)
        {
            return packet;
        }

        if (oldest is not null)
        {
            _byTopic.Remove(oldest.Value.Topic);
            _byUse.Remove(oldest);
        }

        _byTopic.Add(topic, _byUse.AddLast((topic, alias)));
        return announced;
    }
}
