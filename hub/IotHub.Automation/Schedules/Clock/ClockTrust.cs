using System.Collections.Immutable;
using System.Globalization;

namespace IotHub.Automation.Schedules.Clock;

/// <summary>
/// Decides whether the wall clock is believed, and notices when it is set. It is told the readings and says what is new; a machine without a battery
/// begins in 1970, or where it was switched off, and nothing may be done by such a time.
/// </summary>
/// <remarks><code>
///            could be right            synchronised, confirmed, set, nothing to wait for
///  start ──────────────────► Waiting ─────────────────────────────────────────────► Trusted
///    │                          │ known to be past                                   ▲   │
///    └───────────────────────► Untrusted ────────────────────────────────────────────┘   │
///       known to be past        ▲    synchronised, confirmed, set forward past that      │
///                               └────────────────────────────────────────────────────────┘
///                                                 known to be past
/// </code></remarks>
public sealed record ClockTrust
{
    private static readonly ImmutableArray<(ClockPhase Phase, ClockInput Input, ClockPhase Next)> Table =
    [
        (ClockPhase.Waiting, ClockInput.Confirmed, ClockPhase.Trusted),
        (ClockPhase.Waiting, ClockInput.Synchronised, ClockPhase.Trusted),
        (ClockPhase.Waiting, ClockInput.Behind, ClockPhase.Untrusted),
        (ClockPhase.Waiting, ClockInput.SetForward, ClockPhase.Trusted),
        (ClockPhase.Waiting, ClockInput.Plausible, ClockPhase.Trusted),
        (ClockPhase.Waiting, ClockInput.Unsure, ClockPhase.Waiting),
        (ClockPhase.Untrusted, ClockInput.Confirmed, ClockPhase.Trusted),
        (ClockPhase.Untrusted, ClockInput.Synchronised, ClockPhase.Trusted),
        (ClockPhase.Untrusted, ClockInput.Behind, ClockPhase.Untrusted),
        (ClockPhase.Untrusted, ClockInput.SetForward, ClockPhase.Trusted),

        // Having run on past the last stored moment makes a clock that began anywhere no better.
        (ClockPhase.Untrusted, ClockInput.Plausible, ClockPhase.Untrusted),
        (ClockPhase.Untrusted, ClockInput.Unsure, ClockPhase.Untrusted),
        (ClockPhase.Trusted, ClockInput.Confirmed, ClockPhase.Trusted),
        (ClockPhase.Trusted, ClockInput.Synchronised, ClockPhase.Trusted),
        (ClockPhase.Trusted, ClockInput.Behind, ClockPhase.Untrusted),
        (ClockPhase.Trusted, ClockInput.SetForward, ClockPhase.Trusted),
        (ClockPhase.Trusted, ClockInput.Plausible, ClockPhase.Trusted),
        (ClockPhase.Trusted, ClockInput.Unsure, ClockPhase.Trusted),
    ];

    private readonly ClockTrustLimits _limits;
    private readonly DateTimeOffset _floor;
    private readonly DateTimeOffset? _now;
    private readonly TimeSpan _elapsed;
    private readonly DateTimeOffset? _seenUpTo;

    private ClockTrust(ClockTrustLimits limits, DateTimeOffset floor, ClockPhase phase, ClockReading? reading, DateTimeOffset? seenUpTo)
    {
        _limits = limits;
        _floor = floor;
        Phase = phase;
        _now = reading?.Now;
        _elapsed = reading?.Elapsed ?? TimeSpan.Zero;
        _seenUpTo = seenUpTo;
    }

    /// <summary>How far the clock is believed.</summary>
    public ClockPhase Phase { get; }

    /// <summary>True when schedules go by the clock.</summary>
    public bool IsTrusted => Phase == ClockPhase.Trusted;

    /// <summary>The state before the first reading.</summary>
    public static ClockTrust Begin(ClockTrustLimits limits) => new(limits, limits.Floor, ClockPhase.Waiting, null, limits.StoredAt);

    /// <summary>Takes a reading: at the start, with each heartbeat, and when a person confirms the clock.</summary>
    /// <param name="reading">What the machine says.</param>
    /// <param name="news">What is new, to be acted on in order; empty at most readings.</param>
    /// <returns>The state from now on.</returns>
    public ClockTrust OnClock(ClockReading reading, out ImmutableArray<ClockNews> news)
    {
        var found = ImmutableArray.CreateBuilder<ClockNews>();
        var passed = reading.Elapsed > _elapsed ? reading.Elapsed - _elapsed : TimeSpan.Zero;
        var step = _now is { } before ? reading.Now - before - passed : TimeSpan.Zero;
        var isStep = step.Duration() >= _limits.StepMin;
        if (isStep)
        {
            found.Add(new ClockNews.Stepped(step));
        }

        var input = Classify(reading, isStep && step > TimeSpan.Zero);

        // What was confirmed, by the system or a person, counts more than what was stored by a clock that may have been wrong.
        var floor = input is ClockInput.Confirmed or ClockInput.Synchronised && reading.Now < _floor ? reading.Now : _floor;
        var next = Table.First(row => row.Phase == Phase && row.Input == input).Next;
        if (next == ClockPhase.Untrusted && (Phase != next || _now is null))
        {
            found.Add(new ClockNews.Untrusted(string.Create(CultureInfo.InvariantCulture,
                $"The clock shows {reading.Now:u}, which is before {_floor:u}: it is not right, and what goes by the time of the day waits.")));
        }

        var seen = _seenUpTo;
        if (next == ClockPhase.Trusted)
        {
            var isNew = Phase != ClockPhase.Trusted;
            if (isNew)
            {
                found.Add(new ClockNews.Trusted(Describe(input, reading.Now)));
            }

            AddPassage(found, reading.Now, isNew || (isStep && step >= _limits.AbsenceMin));
            seen = reading.Now;
        }

        news = found.DrainToImmutable();
        return new ClockTrust(_limits, floor, next, reading, seen);
    }

    private static string Describe(ClockInput input, DateTimeOffset now)
    {
        var why = input switch
        {
            ClockInput.Confirmed => "a person says so",
            ClockInput.Synchronised => "the system has synchronised it",
            ClockInput.SetForward => "it was set",
            _ => "nothing speaks against it",
        };
        return string.Create(CultureInfo.InvariantCulture, $"The clock shows {now:u} and is trusted: {why}.");
    }

    private ClockInput Classify(ClockReading reading, bool isSetForward) =>
        reading.IsConfirmed ? ClockInput.Confirmed
        : reading.Now < _limits.BuiltAt ? ClockInput.Behind
        : reading.IsSynchronised == true ? ClockInput.Synchronised
        : reading.Now < _floor ? ClockInput.Behind
        : isSetForward ? ClockInput.SetForward
        : reading.IsSynchronised is null || reading.Elapsed >= _limits.SynchroniseWait ? ClockInput.Plausible
        : ClockInput.Unsure;

    private void AddPassage(ImmutableArray<ClockNews>.Builder found, DateTimeOffset now, bool isUnseen)
    {
        if (_seenUpTo is not { } seen)
        {
            return;
        }

        if (now < seen)
        {
            found.Add(new ClockNews.Back(seen, now));
        }
        else if (isUnseen && now > seen)
        {
            found.Add(new ClockNews.Absent(seen, now));
        }
    }
}
