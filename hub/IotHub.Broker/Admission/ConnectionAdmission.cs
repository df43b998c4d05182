using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;

namespace IotHub.Broker.Admission;

/// <summary>
/// Decides which connections are let in, before the first byte is read: one for all listeners of a broker, so that no listener is a way round
/// the bounds of another. From any thread.
/// </summary>
internal sealed class ConnectionAdmission : IDisposable
{
    /// <summary>Looking for addresses to forget costs as much as there are: not for each connection that is refused.</summary>
    private const long SweepEveryMs = 1000;

    private readonly BrokerLimits _limits;
    private readonly BrokerClock _clock;
    private readonly long[] _refused = new long[Enum.GetValues<RefusalReason>().Length];
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, AddressCount> _addresses = [];
    private int _connections;
    private long _sweptAt;

    public ConnectionAdmission(BrokerLimits limits, BrokerClock clock)
    {
        _limits = limits;
        _clock = clock;
        _sweptAt = clock.Now - SweepEveryMs;
        Handshakes = new SemaphoreSlim(limits.TlsHandshakesMax, limits.TlsHandshakesMax);
    }

    /// <summary>Turns for the arithmetic of TLS handshakes.</summary>
    public SemaphoreSlim Handshakes { get; }

    /// <summary>Connections let in and not ended.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
            {
                return _connections;
            }
        }
    }

    /// <summary>Addresses remembered.</summary>
    public int Addresses
    {
        get
        {
            lock (_lock)
            {
                return _addresses.Count;
            }
        }
    }

    /// <summary>Whether the bounds of an address, and the publish rate, hold for clients from there.</summary>
    public static bool IsBounded(EndPoint? remote, BrokerLimits limits) => limits.BoundsLocalClients || !IsLocal(remote);

    /// <summary>Lets a connection in.</summary>
    /// <param name="remote">Where it comes from; null when unknown, which counts as local.</param>
    /// <returns>Null when it is refused and counted.</returns>
    public AdmittedConnection? TryEnter(EndPoint? remote)
    {
        var key = IsBounded(remote, _limits) ? KeyOf(remote) : null;
        lock (_lock)
        {
            if (_connections >= 2 * _limits.ConnectionsMax)
            {
                Refuse(RefusalReason.Connections);
                return null;
            }

            AddressCount? address = null;
            if (key is not null && !TryEnter_NeedsLock(key, out address))
            {
                return null;
            }

            _connections++;
            return new AdmittedConnection(this, address);
        }
    }

    /// <summary>Counts a connection that was turned away.</summary>
    public void Refuse(RefusalReason reason) => Interlocked.Increment(ref _refused[(int)reason]);

    /// <summary>Connections turned away, by reason; reasons that never happened are missing.</summary>
    public ImmutableDictionary<RefusalReason, long> Refused() =>
        Enum.GetValues<RefusalReason>().Where(reason => Interlocked.Read(ref _refused[(int)reason]) > 0)
            .ToImmutableDictionary(reason => reason, reason => Interlocked.Read(ref _refused[(int)reason]));

    public void Leave(AddressCount? address)
    {
        lock (_lock)
        {
            _connections--;
            if (address is not null)
            {
                address.Connections--;
            }
        }
    }

    public void Dispose() => Handshakes.Dispose();

    private static bool IsLocal(EndPoint? remote) => remote switch
    {
        null or UnixDomainSocketEndPoint => true,
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        _ => false,
    };

    /// <summary>An address in one form; what is not an IP address counts as one.</summary>
    private static IPAddress KeyOf(EndPoint? remote) =>
        remote is not IPEndPoint { Address: var address } ? IPAddress.None
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address;

    private bool TryEnter_NeedsLock(IPAddress key, out AddressCount? address)
    {
        var now = _clock.Now;
        if (!_addresses.TryGetValue(key, out address))
        {
            if (_addresses.Count >= _limits.AddressesMax && !Sweep_NeedsLock(now))
            {
                Refuse(RefusalReason.Addresses);
                return false;
            }

            address = new AddressCount(new TokenBucket(_limits.AcceptsPerSecondPerAddress, _limits.AcceptsPerSecondPerAddress, now));
            _addresses.Add(key, address);
        }

        // The rate first: a client that is refused for its number must not try as often as it likes.
        if (!address.TryTake(now))
        {
            Refuse(RefusalReason.RateOfAddress);
            return false;
        }

        if (address.Connections >= _limits.ConnectionsPerAddressMax)
        {
            Refuse(RefusalReason.ConnectionsOfAddress);
            return false;
        }

        address.Connections++;
        return true;
    }

    /// <summary>Forgets addresses that nothing is known of; false when there were none.</summary>
    private bool Sweep_NeedsLock(long now)
    {
        if (now - _sweptAt < SweepEveryMs)
        {
            return false;
        }

        _sweptAt = now;
        foreach (var (key, address) in _addresses)
        {
            if (address.IsIdle(now))
            {
                _addresses.Remove(key);
            }
        }

        return _addresses.Count < _limits.AddressesMax;
    }
}
