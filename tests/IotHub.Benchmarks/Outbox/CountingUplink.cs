using System.Text;
using IotHub.Uplink;

namespace IotHub.Benchmarks.Outbox;

/// <summary>A receiver in memory that is dead until it is woken, and then holds events to their order: the sequence of each source without a gap.</summary>
internal sealed class CountingUplink(string name) : IUplink
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("\"sequence\":\"");
    private readonly Dictionary<string, long> _last = [];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _wanted = long.MaxValue;
    private long _count;

    public string Name => name;

    public int BatchBytesMax => UplinkLimits.BatchBytesMax;

    public bool IsAlive { get; set; }

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Events that did not come directly behind the one before.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Completes with so many events; to be called once.</summary>
    public Task ReachedAsync(long count)
    {
        Interlocked.Exchange(ref _wanted, count);
        if (Count >= count)
        {
            _reached.TrySetResult();
        }

        return _reached.Task;
    }

    public Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        if (!IsAlive)
        {
            return Task.FromResult<SendResult>(new SendResult.Retry("It is dead."));
        }

        foreach (var one in events)
        {
            var sequence = SequenceOf(one.Body.Span);
            OutOfOrder += sequence == _last.GetValueOrDefault(one.Source) + 1 ? 0 : 1;
            _last[one.Source] = sequence;
        }

        if (Interlocked.Add(ref _count, events.Count) >= Interlocked.Read(ref _wanted))
        {
            _reached.TrySetResult();
        }

        return Task.FromResult<SendResult>(SendResult.Accepted.Instance);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long SequenceOf(ReadOnlySpan<byte> body)
    {
        var digits = body[(body.IndexOf(Mark) + Mark.Length)..];
        return System.Buffers.Text.Utf8Parser.TryParse(digits[..digits.IndexOf((byte)'"')], out long sequence, out _) ? sequence : -1;
    }
}
