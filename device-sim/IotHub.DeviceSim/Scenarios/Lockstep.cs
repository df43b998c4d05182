using System.Globalization;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>
/// Takes a hub and its simulated devices through time together: the clock goes on only when every request is answered, and answers go
/// out one after the other in the order of the requests' ids. So the same recording gives the same decisions.
/// </summary>
public sealed class Lockstep
{
    /// <summary>Stops at one moment. Rules that answer each other for ever are stopped by the hub's own limit long before.</summary>
    public const int RoundsMax = 100_000;

    private readonly IDrivenClock _clock;
    private readonly RequestInbox _inbox;
    private long _settled;

    /// <summary>Not begun yet.</summary>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="inbox">Where devices put requests.</param>
    public Lockstep(IDrivenClock clock, RequestInbox inbox)
    {
        _clock = clock;
        _inbox = inbox;
    }

    /// <summary>Requests answered so far.</summary>
    public long Answered { get; private set; }

    /// <summary>Sets the clock before any device is there.</summary>
    /// <exception cref="SimulationException">The hub does not answer, or its clock is past that moment already.</exception>
    public async ValueTask BeginAsync(DateTimeOffset start, CancellationToken cancellationToken)
    {
        // The hub may stop on the way for timers of its own.
        for (var round = 0; ; round++)
        {
            var answer = await _clock.AdvanceAsync(start, cancellationToken);
            _settled = answer.Requests;
            if (answer.Now > start)
            {
                throw new SimulationException(string.Create(CultureInfo.InvariantCulture,
                    $"The hub's clock stands at {answer.Now:O}, after the recording's start {start:O}: replay into a fresh database."));
            }

            if (answer.Now == start)
            {
                return;
            }

            Check(round, start, answer);
        }
    }

    /// <summary>Lets time go on to a moment and everything that falls due be done and answered.</summary>
    /// <exception cref="SimulationException">The hub does not answer, or comes to no end.</exception>
    public ValueTask AdvanceAsync(DateTimeOffset to, CancellationToken cancellationToken) => AdvanceAsync(to, null, cancellationToken);

    /// <summary>As the other, and tells of each request that was answered.</summary>
    /// <exception cref="SimulationException">The hub does not answer, or comes to no end.</exception>
    public async ValueTask AdvanceAsync(DateTimeOffset to, Action<IncomingRequest>? answered, CancellationToken cancellationToken)
    {
        for (var round = 0; ; round++)
        {
            var answer = await _clock.AdvanceAsync(to, cancellationToken);
            var open = answer.Requests - _settled;
            if (open > 0)
            {
                foreach (var request in await _inbox.TakeAsync(open, cancellationToken))
                {
                    await request.Device.AnswerAsync(request, cancellationToken);
                    await request.Device.FlushAsync(cancellationToken);
                    answered?.Invoke(request);
                    Answered++;
                }

                _settled = answer.Requests;
            }
            else if (answer.Now >= to)
            {
                return;
            }

            Check(round, to, answer);
        }
    }

    private static void Check(int round, DateTimeOffset to, ClockAnswer answer)
    {
        if (round >= RoundsMax)
        {
            throw new SimulationException(string.Create(CultureInfo.InvariantCulture,
                $"The hub's clock does not reach {to:O}: after {RoundsMax} steps it stands at {answer.Now:O}."));
        }
    }
}
