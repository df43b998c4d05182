using IotHub.Broker.Sessions;

namespace IotHub.Broker.Subscriptions;

/// <summary>The routes one connection has used, by topic; forgotten when any subscription changes, and when there are too many.</summary>
internal sealed class RouteCache(SubscriptionTable table, int capacity)
{
    private Dictionary<byte[], Route>? _routes;
    private Dictionary<byte[], Route>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private byte[] _lastTopic = [];
    private Route? _lastRoute;
    private int _version = -1;

    /// <summary>The topic asked for last; empty at first.</summary>
    public ReadOnlySpan<byte> LastTopic => _lastTopic;

    public Route Get(ReadOnlySpan<byte> topic, Session? publisher)
    {
        // Read before matching: a subscription that comes in between makes this route old, not wrong for ever.
        var version = table.Version;
        if (version != _version)
        {
            _routes?.Clear();
            _lastRoute = null;
            _version = version;
        }

        if (_lastRoute is not null && topic.SequenceEqual(_lastTopic))
        {
            return _lastRoute;
        }

        return _lastRoute = Find(topic, publisher);
    }

    private Route Find(ReadOnlySpan<byte> topic, Session? publisher)
    {
        if (_routes is null)
        {
            // A table is worth while from the second topic on.
            if (_lastTopic.Length == 0 || topic.SequenceEqual(_lastTopic))
            {
                _lastTopic = topic.SequenceEqual(_lastTopic) ? _lastTopic : topic.ToArray();
                return Route.From(table.Match(topic), publisher);
            }

            _routes = new Dictionary<byte[], Route>(ByteKeyComparer.Instance);
            _lookup = _routes.GetAlternateLookup<ReadOnlySpan<byte>>();
        }

        if (_lookup.TryGetValue(topic, out var key, out var route))
        {
            _lastTopic = key;
            return route;
        }

        route = Route.From(table.Match(topic), publisher);
        if (_routes.Count >= capacity)
        {
            _routes.Clear();
        }

        _lastTopic = topic.ToArray();
        _routes.Add(_lastTopic, route);
        return route;
    }
}
