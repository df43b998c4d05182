using IotHub.Simulation.Tests.World;

namespace IotHub.Simulation.Tests.Convergence;

/// <summary>
/// The way between hub and one device: one message in ten is lost, some come twice, some overtake others, and now and then nothing gets through
/// for two seconds. Otherwise they keep their order.
/// </summary>
internal sealed class LossyLink(Agenda agenda, Random random)
{
    private static readonly TimeSpan StallLength = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StallEvery = TimeSpan.FromSeconds(25);

    private TimeSpan _stalledUntil;
    private TimeSpan _nextStall = TimeSpan.FromSeconds(random.NextDouble() * 25);
    private TimeSpan _lastDown;
    private TimeSpan _lastUp;

    public int LossPercent { get; init; } = 10;

    public void ToDevice(Action arrive) => _lastDown = Send(arrive, _lastDown);

    public void ToHub(Action arrive) => _lastUp = Send(arrive, _lastUp);

    private TimeSpan Send(Action arrive, TimeSpan last)
    {
        var now = agenda.Now;
        while (_nextStall <= now)
        {
            _stalledUntil = _nextStall + StallLength;
            _nextStall += StallLength + (2 * random.NextDouble() * StallEvery);
        }

        // Once for a message and once for its copy: the copy of a message that is lost may still come.
        var copies = random.Next(100) < 4 ? 2 : 1;
        for (var copy = 0; copy < copies; copy++)
        {
            if (random.Next(100) < LossPercent)
            {
                continue;
            }

            var at = (now > _stalledUntil ? now : _stalledUntil) + TimeSpan.FromMilliseconds(2 + random.Next(60));
            if (copy > 0)
            {
                at += TimeSpan.FromMilliseconds(random.Next(2_000));
            }
            else if (random.Next(100) < 4)
            {
                at += TimeSpan.FromMilliseconds(random.Next(400));
            }
            else
            {
                at = at > last ? at : last;
                last = at;
            }

            agenda.Plan(at, arrive);
        }

        return last;
    }
}
