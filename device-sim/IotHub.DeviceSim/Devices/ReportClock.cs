using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// Keeps the promises of <c>report-interval</c>: a property with one is reported at least that often, changed or not, and the device says
/// something at least as often as its own. It reports a tenth early, since a message also takes its time.
/// </summary>
internal sealed class ReportClock
{
    private const double Early = 0.9;

    private const double Along = 0.5;

    // A promised property without a value cannot be reported; the promise is looked at again later.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly DeviceContract _contract;
    private readonly ImmutableArray<(ContractProperty Property, TimeSpan Every)> _promises;
    private readonly DateTimeOffset[] _reported;
    private readonly TimeSpan? _deviceEvery;
    private DateTimeOffset _said;

    public ReportClock(DeviceContract contract, DateTimeOffset now, Func<ContractProperty, bool>? lives = null)
    {
        _contract = contract;
        _promises = [.. contract.Properties.Where(property => property.IsObservable && property.ReportInterval is not null && lives?.Invoke(property) != false).Select(property => (property, property.ReportInterval!.Value * Early))];
        _reported = [.. Enumerable.Repeat(now, contract.Properties.Length)];

        // Where part of the device stands still to save time, so does the sign of life that nobody waits for.
        _deviceEvery = lives is null ? contract.ReportInterval * Early : null;
        _said = now;
    }

    /// <summary>When the next report is due; null where nothing was promised.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Notes what was reported; nothing for a message of another kind.</summary>
    public void Note(ImmutableArray<PropertyReading> reported, DateTimeOffset now)
    {
        _said = now;
        foreach (var reading in reported)
        {
            _reported[reading.Property.Index] = now;
        }

        NextAt = _said + _deviceEvery;
        foreach (var (property, every) in _promises)
        {
            var due = _reported[property.Index] + every;
            NextAt = NextAt <= due ? NextAt : due;
        }
    }

    /// <summary>What is to be reported now; empty for nothing.</summary>
    /// <param name="state">The device's values.</param>
    /// <param name="changed">What is reported anyway.</param>
    /// <param name="now">The time.</param>
    public ImmutableArray<PropertyReading> Add(DeviceState state, ImmutableArray<PropertyReading> changed, DateTimeOffset now)
    {
        if (!(NextAt <= now) && changed.IsEmpty)
        {
            return [];
        }

        // What is due in a while goes along, so that promises of one length become one message.
        var all = changed;
        foreach (var (property, every) in _promises)
        {
            if (_reported[property.Index] + every <= now + (every * Along) && state.Get(property) is { HasValue: true } value && !Holds(changed, property))
            {
                all = all.Add(new PropertyReading(property, value));
            }
        }

        if (all.IsEmpty && _said + _deviceEvery <= now)
        {
            // Nothing changed: something that can be read stands for "I am here".
            var any = _contract.Properties.FirstOrDefault(property => property.IsObservable && state.Get(property).HasValue);
            all = any is null ? [] : [new PropertyReading(any, state.Get(any))];
        }

        NextAt = all.IsEmpty ? now + Pause : NextAt;
        return all;
    }

    private static bool Holds(ImmutableArray<PropertyReading> readings, ContractProperty property)
    {
        foreach (var reading in readings)
        {
            if (reading.Property == property)
            {
                return true;
            }
        }

        return false;
    }
}
