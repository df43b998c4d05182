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
/// The one way into the loop: four bounded lanes, each in order. A more urgent lane goes first, so a storm of telemetry cannot slow a person; one
/// input in <see cref="PassedOverMax"/> goes to a lane that has waited for so many, so that a client gone wild in an urgent lane does not stop
/// the others for good. A full lane makes the poster wait: back-pressure reaches the device's connection, nothing is dropped.
/// </summary>
public sealed class HubInbox : IDisposable
{
    /// <summary>
    /// How many inputs of more urgent lanes may go before the one that waits in a lane. A hub that does 20,000 inputs a second then does 300 of
    /// each lane whatever happens, which is more than a home says; and a person waits for one input more, some tens of microseconds.
    /// </summary>
    public const int PassedOverMax = 64;

    private readonly Channel<InboxItem>[] _lanes;
    private readonly int[] _passedOver = new int[4];
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

    /// <summary>Takes the most urgent input, or one that has waited long; false when there is none.</summary>
    internal bool TryTake(out InboxItem item)
    {
        for (var lane = _lanes.Length - 1; lane > 0; lane--)
        {
            if (_passedOver[lane] >= PassedOverMax && TryTakeInTurn(lane, out item))
            {
                return true;
            }
        }

        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            if (_lanes[lane].Reader.TryRead(out item))
            {
                _passedOver[lane] = 0;
                for (var below = lane + 1; below < _lanes.Length; below++)
                {
                    _passedOver[below] += _lanes[below].Reader.Count > 0 ? 1 : 0;
                }

                return true;
            }
        }

        item = default;
        return false;
    }

    /// <summary>Takes from a lane out of order of urgency.</summary>
    private bool TryTakeInTurn(int lane, out InboxItem item)
    {
        _passedOver[lane] = 0;

        // A driven clock goes on only when everything that happened before is done, however much that is.
        item = default;
        return _lanes[lane].Reader.TryPeek(out var next) && next.Input is not HubInput.AdvanceClock && _lanes[lane].Reader.TryRead(out item);
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
