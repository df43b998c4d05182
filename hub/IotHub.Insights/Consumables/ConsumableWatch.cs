using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;

namespace IotHub.Insights.Consumables;

/// <summary>Follows what wears out. Told of reports and of the time; gives the memory after it and what is to be told.</summary>
public static class ConsumableWatch
{
    // Well above low: a cell that warms up by a few percent is not a new one.
    private const double RecoveredPercent = 5;
    private const double RecoveredDaysShare = 1.25;
    private const double RecoveredDays = 2;

    /// <summary>A value was reported. What is no counter of a part, or no number, changes nothing.</summary>
    /// <param name="memory">The memory before.</param>
    /// <param name="device">The device.</param>
    /// <param name="property">Its property.</param>
    /// <param name="value">The value in the property's unit.</param>
    /// <param name="leadDays">Days to get a new one, by the part's name; 0 where not known.</param>
    /// <param name="now">Now.</param>
    public static ConsumableChange Report(ConsumableMemory memory, Device device, ContractProperty property, double value, Func<ConsumablePart, int> leadDays, DateTimeOffset now)
    {
        if (!ConsumableParts.IsCounter(property) || !double.IsFinite(value) || value < 0
            || ConsumableParts.Of(device.Contract).FirstOrDefault(part => part.Level?.Key == property.Key || part.Time?.Key == property.Key) is not { } part)
        {
            return new ConsumableChange(memory, []);
        }

        var before = memory.Find(device.Name, part.Name) ?? new ConsumableState { Device = device.Name, Part = part.Name };
        var isLevel = part.Level?.Key == property.Key;
        var (track, step) = isLevel
            ? (before.Level ?? new CounterTrack { FullScale = 100 }).Report(ConsumablePart.Percent(property, value), now)
            : (before.Time ?? new CounterTrack { FullScale = Math.Max(value, 1) }).Report(value, now);
        var after = isLevel ? before with { Level = track } : before with { Time = track };
        return Finish(memory, before, after, part, step, leadDays(part), now);
    }

    /// <summary>Time passed: jumps are believed, forecasts come nearer. Once an hour is often enough.</summary>
    /// <param name="memory">The memory before.</param>
    /// <param name="find">The device of a name; null where it is gone.</param>
    /// <param name="leadDays">Days to get a new one.</param>
    /// <param name="now">Now.</param>
    public static ConsumableChange Tick(ConsumableMemory memory, Func<string, Device?> find, Func<Device, ConsumablePart, int> leadDays, DateTimeOffset now)
    {
        var news = ImmutableArray.CreateBuilder<ConsumableNews>();
        foreach (var before in memory.Parts.Values)
        {
            if (find(before.Device) is not { } device || ConsumableParts.Of(device.Contract).FirstOrDefault(part => part.Name == before.Part) is not { } part)
            {
                continue;
            }

            // Where nothing waits to be believed and nothing is ordered, the passing of time changes nothing: most parts, and learning is the dear part.
            var lead = leadDays(device, part);
            if (lead == 0 && before.Level?.Pending is null && before.Time?.Pending is null)
            {
                continue;
            }

            var level = before.Level?.Tick(now);
            var time = before.Time?.Tick(now);
            var step = level?.Step == CounterStep.Replaced || time?.Step == CounterStep.Replaced ? CounterStep.Replaced : level?.Step ?? CounterStep.None;
            var change = Finish(memory, before, before with { Level = level?.Track, Time = time?.Track }, part, step, lead, now);
            memory = change.Memory;
            news.AddRange(change.News);
        }

        return new ConsumableChange(memory, news.ToImmutable());
    }

    /// <summary>A person says that a new one is in. The device's own counter is told by its action, <see cref="ConsumablePart.ResetAction"/>, where it has one.</summary>
    public static ConsumableChange Replaced(ConsumableMemory memory, Device device, string partName, DateTimeOffset now)
    {
        if (memory.Find(device.Name, partName) is not { } before || ConsumableParts.Of(device.Contract).FirstOrDefault(part => part.Name == partName) is not { } part)
        {
            return new ConsumableChange(memory, []);
        }

        // What the counter is at is not known until the device speaks again.
        var after = before with { Level = before.Level?.Restarted(null, now), Time = before.Time?.Restarted(null, now), IsLow = false, ReplacedAt = now, QuietUntil = null };
        return new ConsumableChange(memory.With(after), [new ConsumableNews(ConsumableNewsKind.Reset, after, ConsumableForecast.Of(after, part, now), now)]);
    }

    /// <summary>A person wants no reminder before a time.</summary>
    public static ConsumableMemory PutOff(ConsumableMemory memory, string device, string part, DateTimeOffset until) =>
        memory.Find(device, part) is { } state ? memory.With(state with { QuietUntil = until }) : memory;

    private static ConsumableChange Finish(ConsumableMemory memory, ConsumableState before, ConsumableState after, ConsumablePart part, CounterStep step, int leadDays, DateTimeOffset now)
    {
        var news = ImmutableArray.CreateBuilder<ConsumableNews>();
        if (step == CounterStep.Replaced)
        {
            // Level and time jump one after the other, and a person may have said it before: it is told once.
            var isNew = before.ReplacedAt is not { } told || now - told > TimeSpan.FromDays(1);
            after = after with { IsLow = false, ReplacedAt = isNew ? now : before.ReplacedAt, QuietUntil = null };
            if (isNew)
            {
                news.Add(new ConsumableNews(ConsumableNewsKind.Replaced, after, ConsumableForecast.Of(after, part, now), now));
            }
        }

        var forecast = ConsumableForecast.Of(after, part, now);
        var isLow = IsLow(after, part, forecast, leadDays);
        after = after with { IsLow = isLow, TenthTold = Math.Min(step == CounterStep.Replaced || before.Level?.Value is null ? 10 : before.TenthTold, (int)((after.Percent ?? 100) / 10)) };
        if (step != CounterStep.Replaced && isLow != before.IsLow)
        {
            news.Add(new ConsumableNews(isLow ? ConsumableNewsKind.Low : ConsumableNewsKind.Recovered, after, forecast, now));
        }
        else if (before.Percent is not null && after.Percent is { } percent && (int)(percent / 10) < before.TenthTold)
        {
            news.Add(new ConsumableNews(ConsumableNewsKind.Level, after, forecast, now));
        }

        return new ConsumableChange(after == before ? memory : memory.With(after), news.ToImmutable());
    }

    private static bool IsLow(ConsumableState state, ConsumablePart part, ConsumableForecast forecast, int leadDays)
    {
        var percent = state.Share;
        var days = forecast.DaysLeft;
        if (percent <= part.LowPercent || state.Time?.Value <= part.LowTime || (leadDays > 0 && days <= leadDays))
        {
            return true;
        }

        return state.IsLow && (percent < part.LowPercent + RecoveredPercent || (leadDays > 0 && days < (leadDays * RecoveredDaysShare) + RecoveredDays));
    }
}
