using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace IotHub.Api.Live;

/// <summary>
/// One reader of the log. Its queue is bounded: who does not keep up is cut and comes back where it was, and the hub never holds more for
/// it. A snapshot is queued as a mark only and made when its turn comes, from the newest state.
/// </summary>
internal sealed class LiveClient(LiveFeed feed, string name, int queueCapacity)
{
    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(queueCapacity) { SingleReader = true });
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<LogEntry> _backlog = [];

    /// <summary>No other client has it, before or after: what is confirmed by one is not by another.</summary>
    public string Name { get; } = name;

    /// <summary>Ends when the client was too slow.</summary>
    public Task WhenCut => _cut.Task;

    /// <summary>True once it has said where to start. Read and written under the feed's gate.</summary>
    public bool IsFollowing { get; set; }

    public bool IsCut => _cut.Task.IsCompleted;

    /// <summary>Queues a line of the log. Called by the feed, in order.</summary>
    public void Offer(LogEntry entry) => Offer(new Item(entry, null));

    /// <summary>Queues an answer to this client alone.</summary>
    public void Offer(string type, byte[] json) => Offer(new Item(null, new LiveFrame(type, string.Empty, 0, json)));

    /// <summary>Queues a snapshot of what will be true when its turn comes.</summary>
    public void OfferSnapshot() => Offer(default(Item));

    /// <summary>Gives what the client missed, before its first line of the queue. The ring may hold more than a queue does.</summary>
    public void OfferBacklog(LiveFrame resume, ImmutableArray<LogEntry> missed)
    {
        _backlog = missed;
        Offer(new Item(null, resume));
    }

    /// <summary>No more lines; what is queued is still read.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Reads in order what is to be sent, until completed or cut.</summary>
    public async IAsyncEnumerable<LiveFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (epoch, seq) = (string.Empty, 0L);
        await foreach (var item in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            if (IsCut)
            {
                yield break;
            }

            if (item.Answer is { } answer)
            {
                yield return answer;
                if (answer.Type == "resume")
                {
                    (epoch, seq) = (answer.Epoch, answer.Seq);
                    foreach (var entry in _backlog)
                    {
                        seq = entry.Seq;
                        yield return new LiveFrame(entry.Type, entry.Epoch, entry.Seq, entry.ReplayJson);
                    }

                    _backlog = [];
                }
            }
            else if (item.Entry is not { } line)
            {
                // Two marks may meet the same state; the second says nothing new.
                var snapshot = feed.SnapshotFrame();
                if (snapshot.Epoch != epoch || snapshot.Seq != seq)
                {
                    (epoch, seq) = (snapshot.Epoch, snapshot.Seq);
                    yield return snapshot;
                }
            }
            else if (line.Epoch == epoch && line.Seq > seq)
            {
                // A snapshot made late already holds the lines that were queued behind its mark.
                seq = line.Seq;
                yield return new LiveFrame(line.Type, line.Epoch, line.Seq, line.Json);
            }
        }
    }

    private void Offer(Item item)
    {
        if (!_queue.Writer.TryWrite(item) && _queue.Writer.TryComplete())
        {
            _cut.TrySetResult();
        }
    }

    private readonly record struct Item(LogEntry? Entry, LiveFrame? Answer);
}
