using IotHub.DeviceSim.Scenarios;

namespace IotHub.DeviceSim.Homes;

/// <summary>Drives the hub's clock and lets virtual time follow it: a request that the hub sent on the way is answered at the hub's time.</summary>
internal sealed class FollowedClock(IDrivenClock clock, VirtualTime time) : IDrivenClock
{
    /// <inheritdoc/>
    public async ValueTask<ClockAnswer> AdvanceAsync(DateTimeOffset to, CancellationToken cancellationToken)
    {
        var answer = await clock.AdvanceAsync(to, cancellationToken);
        time.AdvanceTo(answer.Now);
        return answer;
    }
}
