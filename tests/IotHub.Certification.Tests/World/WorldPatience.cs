using IotHub.DeviceSim.Certification;
using IotHub.Testing;

namespace IotHub.Certification.Tests.World;

/// <summary>
/// Waits by moving the clock: first everybody does what there is to do at this moment, then the clock goes on to the next timer. Nobody
/// ever sleeps, and the certification sees the times that a real run would have at its best.
/// </summary>
internal sealed class WorldPatience(ManualTime time) : IPatience
{
    public TimeProvider Time => time;

    public async Task WaitAsync(Task happened, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + atMost;
        using var alarm = time.CreateTimer(_ => { }, null, atMost, Timeout.InfiniteTimeSpan);
        while (true)
        {
            await PoolRest.Instance.WhenIdleAsync(happened);
            if (happened.IsCompleted || time.GetUtcNow() >= end)
            {
                return;
            }

            time.AdvanceToNextTimer();
        }
    }
}
