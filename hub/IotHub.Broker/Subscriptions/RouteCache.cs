using IotHub.Broker.Sessions;

namespace IotHub.Broker.Subscriptions;

/// <summary>The routes one connection has used, by topic; forgotten when any subscription changes, and when there are too many.</summary>
internal sealed class RouteCache
{
    private readonly SubscriptionTable _table;
    private readonly int _capacity;
    private readonly Dictionary<byte[], Route> _routes = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], Route>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private int _version = -1;

    public RouteCache(SubscriptionTable table, int capacity)
    {
        _table = table;
        _capacity = capacity;
        _lookup = _routes.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public Route Get(ReadOnlySpan<byte> topic, Session? publisher)
    {
        // Read before matching: a subscription that comes in between makes this route old, not wrong for ever.
        var version = _table.Version;
        if (version != _version)
        {
            _routes.Clear();
            _version = version;
        }

        if (_lookup.TryGetValue(topic, out var route))
        {
            return route;
        }

        route = Route.From(_table.Match(topic), publisher);
        if (_routes.Count >= _capacity)
        {
            _routes.Clear();
        }

        _lookup[topic] = route;
        return route;
    }
}
