using System.Collections.Immutable;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Delivery;

/// <summary>Counts, from any thread.</summary>
internal sealed class BrokerCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _faults = new long[256];
    private long _received;
    private long _sent;
    private long _heldBack;

    public long Received => Interlocked.Read(ref _received);

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How often a publisher had to wait: for a receiver that was behind, or for its own rate.</summary>
    public long TimesHeldBack => Interlocked.Read(ref _heldBack);

    public void HeldBack() => Interlocked.Increment(ref _heldBack);

    public void AddReceived(int count) => Interlocked.Add(ref _received, count);

    public void AddSent(int count) => Interlocked.Add(ref _sent, count);

    public void Drop(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    public void Fault(ReasonCode reason) => Interlocked.Increment(ref _faults[(int)reason & 0xFF]);

    public ImmutableDictionary<DropReason, long> Dropped() =>
        Enum.GetValues<DropReason>().Where(reason => Interlocked.Read(ref _dropped[(int)reason]) > 0)
            .ToImmutableDictionary(reason => reason, reason => Interlocked.Read(ref _dropped[(int)reason]));

    public ImmutableDictionary<ReasonCode, long> Faults() =>
        Enumerable.Range(0, _faults.Length).Where(code => Interlocked.Read(ref _faults[code]) > 0)
            .ToImmutableDictionary(code => (ReasonCode)code, code => Interlocked.Read(ref _faults[code]));
}
