using System.Collections.Immutable;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Homes;

/// <summary>Lets a home's day happen, day after day.</summary>
internal sealed class DayRunner(HomePlan plan, Dictionary<string, SimulatedDevice> devices, TimeProvider time)
{
    // Bounded: a day's happenings, each with at most one return.
    private readonly PriorityQueue<Act, DateTimeOffset> _acts = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = time.GetUtcNow();
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, time.LocalTimeZone).DateTime); ; day = day.AddDays(1))
        {
            Plan(day, start);
            while (_acts.TryDequeue(out var act, out var at))
            {
                await UntilAsync(at, cancellationToken);
                await DoAsync(act, at, cancellationToken);
            }

            await UntilAsync(At(day.AddDays(1), TimeOnly.MinValue), cancellationToken);
        }
    }

    private void Plan(DateOnly day, DateTimeOffset start)
    {
        for (var i = 0; i < plan.Day.Length; i++)
        {
            var happening = plan.Day[i];

            // Drawn from seed, day and place in the list: the same whenever the simulation was started.
            var random = new Random(unchecked((((plan.Seed * 397) ^ day.DayNumber) * 397) ^ i));
            var at = At(day, happening.At) + (happening.Jitter * random.NextDouble());
            if (at >= start)
            {
                _acts.Enqueue(new Act(happening.Did, happening.Set, happening.For), at);
            }
        }
    }

    private async ValueTask DoAsync(Act act, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var before = await devices[act.Did].TakeAsync(act.Set, cancellationToken);
        if (act.For is { } duration && !before.IsEmpty)
        {
            _acts.Enqueue(new Act(act.Did, before, null), at + duration);
        }
    }

    private async ValueTask UntilAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        // In steps of at most a day: the clock may be set meanwhile, and a timer has an upper bound.
        while (at - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1), time, cancellationToken);
        }
    }

    private DateTimeOffset At(DateOnly day, TimeOnly clock)
    {
        var local = day.ToDateTime(clock, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, time.LocalTimeZone.GetUtcOffset(local));
    }

    private sealed record Act(string Did, ImmutableArray<PropertyReading> Set, TimeSpan? For);
}
