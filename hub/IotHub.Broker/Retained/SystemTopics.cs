using System.Globalization;
using System.Text;
using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;

namespace IotHub.Broker.Retained;

/// <summary>
/// What the broker tells of itself on <c>$SYS/broker/…</c> to those who may subscribe there. Kept beside the retained messages, so that it takes
/// none of their room.
/// </summary>
internal sealed class SystemTopics(BrokerCore core)
{
    private readonly RetainedStore _store = new(new BrokerLimits());
    private readonly Dictionary<string, string> _told = [];

    public void ForEachMatch(ReadOnlySpan<byte> filter, long now, Action<StoredMessage> deliver) => _store.ForEachMatch(filter, now, deliver);

    /// <summary>Publishes what has changed since the last time.</summary>
    public void Publish(BrokerStatistics statistics)
    {
        Tell("version", "IotHub broker");
        Tell("uptime", Text(core.Clock.Now / 1000));
        Tell("clients/connected", Text(statistics.Connections));
        Tell("clients/total", Text(statistics.Sessions));
        Tell("subscriptions/count", Text(statistics.Subscriptions));
        Tell("retained messages/count", Text(statistics.RetainedMessages));
        Tell("store/messages/bytes", Text(statistics.RetainedBytes));
        Tell("messages/received", Text(statistics.MessagesReceived));
        Tell("messages/sent", Text(statistics.MessagesSent));
        Tell("messages/dropped", Text(statistics.Dropped.Values.Sum()));
        Tell("faults", Text(statistics.Faults.Values.Sum()));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Tell(string name, string value)
    {
        if (_told.TryGetValue(name, out var known) && known == value)
        {
            return;
        }

        _told[name] = value;
        var message = new OutgoingMessage(core.Clock, core.Messages)
        {
            Topic = Encoding.UTF8.GetBytes($"$SYS/broker/{name}"),
            Payload = Encoding.UTF8.GetBytes(value),
        };
        var dirty = new List<ConnectionOutput>();
        _store.Set(in message);
        core.Router.Publish(ref message, Access.AccessSubject.InProcess, null, null, dirty, out _, CancellationToken.None);
        message.Release();
        Router.Flush(dirty);
    }
}
