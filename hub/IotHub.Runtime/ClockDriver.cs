namespace IotHub.Runtime;

/// <summary>
/// Lets a replay and the hub go through time in step. Time never passes a command that no device has been able to answer: at a
/// thousand times the speed of life, a five-second time-out would otherwise be over in five milliseconds.
/// </summary>
internal sealed class ClockDriver(HubLoop loop, DrivenTime time)
{
    private long _requestsTold;

    /// <summary>Goes on to a time, or as far as the next thing that sends a command, and tells how far it came.</summary>
    public void Advance(HubInput.AdvanceClock advance, Action<IReadOnlyList<HubOutput>> offer)
    {
        while (loop.RequestsSent == _requestsTold && loop.NextDue is { } due && due <= advance.To)
        {
            time.MoveTo(due);
            offer(loop.Step(HubInput.Tick.Instance, time.GetUtcNow()));
        }

        if (loop.RequestsSent == _requestsTold)
        {
            time.MoveTo(advance.To);
        }

        _requestsTold = loop.RequestsSent;
        offer([new HubOutput.ClockAdvanced(advance.Id, time.GetUtcNow(), _requestsTold)]);
    }
}
