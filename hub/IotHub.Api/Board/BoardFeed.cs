using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using IotHub.Api.Json;

namespace IotHub.Api.Board;

/// <summary>Lets others follow the lines of a simulated board, each by a bounded queue of its own.</summary>
internal sealed class BoardFeed
{
    /// <summary>How many may follow at once.</summary>
    public const int FollowersMax = 16;

    // Some seconds of a contact that bounces; a follower that is slower is told all lines anew.
    private const int QueueCapacity = 1_024;

    private int _followers;

    /// <summary>Takes a follower in; its stream gives the place back.</summary>
    /// <returns>False when as many follow as may.</returns>
    public bool TryAdmit()
    {
        if (Interlocked.Increment(ref _followers) <= FollowersMax)
        {
            return true;
        }

        Interlocked.Decrement(ref _followers);
        return false;
    }

    /// <summary>All lines, then each line as it changes. After a follower fell behind, all lines again.</summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        ISimulatedBoard board, Func<BoardLineBody, BoardLineBody> describe, CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted)
    {
        var queue = Channel.CreateBounded<BoardLineBody>(new BoundedChannelOptions(QueueCapacity) { SingleReader = true });
        var isBehind = true;
        var shown = new Dictionary<int, long>();
        void Take(BoardLineBody line)
        {
            if (!queue.Writer.TryWrite(line))
            {
                Volatile.Write(ref isBehind, true);
            }
        }

        board.Changed += Take;
        await using var onStop = stopping.Register(() => queue.Writer.TryComplete());
        try
        {
            do
            {
                if (Interlocked.Exchange(ref isBehind, false))
                {
                    var lines = board.Lines;
                    foreach (var line in lines)
                    {
                        shown[line.Offset] = line.Change;
                    }

                    yield return new SseItem<string>(JsonSerializer.Serialize([.. lines.Select(describe)], ApiJson.Default.BoardLineBodyArray), "lines");
                }

                while (queue.Reader.TryRead(out var line))
                {
                    // Two threads may tell of one line in the wrong order, and what a snapshot had already is no news.
                    if (shown.GetValueOrDefault(line.Offset) < line.Change)
                    {
                        shown[line.Offset] = line.Change;
                        yield return new SseItem<string>(JsonSerializer.Serialize(describe(line), ApiJson.Default.BoardLineBody), "line");
                    }
                }
            }
            while (Volatile.Read(ref isBehind) || await queue.Reader.WaitToReadAsync(aborted));
        }
        finally
        {
            board.Changed -= Take;
            Interlocked.Decrement(ref _followers);
        }
    }
}
