using System.Threading.Channels;

namespace IotHub.Runtime;

/// <summary>The four lanes of the inbox, most urgent first.</summary>
public enum InboxLane
{
    /// <summary>Smoke, leak, lock.</summary>
    Safety,

    /// <summary>App and buttons.</summary>
    Person,

    /// <summary>Sensors and devices that rules listen to, and answers to commands.</summary>
    Comfort,

    /// <summary>Measurements, upkeep, the driven clock.</summary>
    Telemetry,
}

/// <summary>
/// The one way into the loop: four bounded lanes, each in order; a more urgent lane is always emptied first, so a storm of telemetry
/// cannot slow a person. A full lane makes the poster wait: back-pressure reaches the device's connection, nothing is dropped.
/// </summary>
public sealed class HubInbox : IDisposable
{
    private readonly Channel<InboxItem>[] _lanes;
    private readonly SemaphoreSlim _available = new(0);

    /// <summary>Makes the lanes.</summary>
    /// <param name="capacity">How many inputs each lane holds, 1 or more.</param>
    public HubInbox(int capacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _lanes = new Channel<InboxItem>[4];
        for (var i = 0; i < _lanes.Length; i++)
        {
            _lanes[i] = Channel.CreateBounded<InboxItem>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        }
    }

    /// <summary>The answer to whoever asks a loop that has ended.</summary>
    internal static HubAnswer Stopping { get; } = HubAnswer.No("hub.stopping", "The hub is stopping and takes nothing more.");

    /// <summary>Posts an input and waits only while its lane is full. After the loop has ended it is passed over.</summary>
    public async ValueTask PostAsync(HubInput input, InboxLane lane, CancellationToken cancellationToken) =>
        await WriteAsync(new InboxItem(input, null), lane, cancellationToken);

    /// <summary>Posts an input unless its lane is full or the loop has ended.</summary>
    public bool TryPost(HubInput input, InboxLane lane)
    {
        if (!_lanes[(int)lane].Writer.TryWrite(new InboxItem(input, null)))
        {
            return false;
        }

        _available.Release();
        return true;
    }

    /// <summary>Posts an input and waits for what became of it.</summary>
    /// <returns>The answer; a refusal with code <c>hub.stopping</c> when the loop ends first.</returns>
    public async Task<HubAnswer> AskAsync(HubInput input, InboxLane lane, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HubAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        return await WriteAsync(new InboxItem(input, answer), lane, cancellationToken) ? await answer.Task.WaitAsync(cancellationToken) : Stopping;
    }

    /// <inheritdoc/>
    public void Dispose() => _available.Dispose();

    /// <summary>Takes the most urgent input; false when there is none.</summary>
    internal bool TryTake(out InboxItem item)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Reader.TryRead(out item))
            {
                return true;
            }
        }

        item = default;
        return false;
    }

    /// <summary>Waits until something was posted since the last wait.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken) => _available.WaitAsync(cancellationToken);

    /// <summary>Takes nothing more, for good; what is inside can still be taken.</summary>
    internal void Close()
    {
        foreach (var lane in _lanes)
        {
            lane.Writer.TryComplete();
        }
    }

    /// <summary>Waits for room, first come first served, and puts an item into its lane; false when the inbox is closed first.</summary>
    private async ValueTask<bool> WriteAsync(InboxItem item, InboxLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await _lanes[(int)lane].Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return false;
        }

        _available.Release();
        return true;
    }
}

/// <summary>An input, and who waits for its answer.</summary>
internal readonly record struct InboxItem(HubInput Input, TaskCompletionSource<HubAnswer>? Answer);
