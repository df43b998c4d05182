using IotHub.DeviceSim.Certification;
using IotHub.Testing;

namespace IotHub.Certification.Tests.World;

/// <summary>
/// Waits by moving the clock: first everybody does what there is to do at this moment, then the clock goes on to the next timer. Nobody
/// ever sleeps, and the certification sees the times that a real run would have at its best.
/// </summary>
internal sealed class WorldPatience(ManualTime time, MemoryBroker broker) : IPatience
{
    // Each round is a way through the thread pool's queue behind everything that stood there.
    private const int Rounds = 12;
    private const int RoundsWhileOnTheirWay = 2_000;

    public TimeProvider Time => time;

    public async Task WaitAsync(Task happened, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + atMost;
        using var alarm = time.CreateTimer(_ => { }, null, atMost, Timeout.InfiniteTimeSpan);
        while (true)
        {
            await SettleAsync(happened);
            if (happened.IsCompleted || time.GetUtcNow() >= end)
            {
                return;
            }

            time.AdvanceToNextTimer();
        }
    }

    /// <summary>Returns when nobody has anything more to do at this moment.</summary>
    private async Task SettleAsync(Task happened)
    {
        var steps = -1L;
        var quiet = 0;
        while (!happened.IsCompleted && quiet < (broker.OnTheirWay > 0 ? RoundsWhileOnTheirWay : Rounds))
        {
            quiet = steps == broker.Steps ? quiet + 1 : 0;
            steps = broker.Steps;
            await Task.Yield();
        }
    }
}
