using IotHub.Runtime.Feeds;

namespace IotHub.Runtime;

/// <summary>
/// The loop's shell: takes inputs from the inbox one by one, asks the clock, lets the loop decide, and hands its outputs to the ports.
/// </summary>
/// <param name="loop">The core.</param>
/// <param name="inbox">Where inputs come from.</param>
/// <param name="time">The core's clock; a <see cref="DrivenTime"/> where a replay drives it.</param>
/// <param name="ports">Who takes outputs, in this order.</param>
public sealed class HubRunner(HubLoop loop, HubInbox inbox, TimeProvider time, IReadOnlyList<IHubPort> ports)
{
    private readonly ClockDriver? _driver = time is DrivenTime driven ? new ClockDriver(loop, driven) : null;

    /// <summary>Runs until cancelled. What is in the inbox then is still done; the inbox is closed for good.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var heartbeat = new Heartbeat(inbox, time);
        if (_driver is null)
        {
            heartbeat.Arm(loop.NextDue);
        }

        try
        {
            while (true)
            {
                await inbox.WaitAsync(cancellationToken);
                if (inbox.TryTake(out var item))
                {
                    Take(item);
                    if (_driver is null)
                    {
                        heartbeat.Arm(loop.NextDue, item.Input is HubInput.ClockRead);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Closed first: who waits for room is told, and what comes later is not taken by a loop that nobody runs.
            inbox.Close();
            while (inbox.TryTake(out var item))
            {
                Take(item);
            }
        }
        finally
        {
            inbox.Close();
            while (inbox.TryTake(out var left))
            {
                left.Answer?.TrySetResult(HubInbox.Stopping);
            }
        }
    }

    private void Take(InboxItem item)
    {
        if (item.Input is HubInput.AdvanceClock advance && _driver is not null)
        {
            _driver.Advance(advance, Offer);
            item.Answer?.TrySetResult(HubAnswer.Yes());
            return;
        }

        if (item.Input is HubInput.ClockRead { Reading: var reading } && time is SteadyTime steady)
        {
            steady.Follow(reading);
        }

        var outputs = loop.Step(item.Input, time.GetUtcNow());
        Answer(item, outputs);
        Offer(outputs);
    }

    private void Offer(IReadOnlyList<HubOutput> outputs)
    {
        if (outputs.Count == 0)
        {
            return;
        }

        foreach (var port in ports)
        {
            port.Offer(outputs);
        }
    }

    private static void Answer(InboxItem item, IReadOnlyList<HubOutput> outputs)
    {
        if (item.Answer is null)
        {
            return;
        }

        foreach (var output in outputs)
        {
            if (output is HubOutput.Answered answered)
            {
                item.Answer.TrySetResult(answered.Answer);
                return;
            }
        }

        item.Answer.TrySetResult(HubAnswer.Yes());
    }
}
