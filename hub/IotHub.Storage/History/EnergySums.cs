using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Rollups;

namespace IotHub.Storage.History;

/// <summary>
/// What devices used, in whole thousandths of a watt-hour. A device that counts is believed; one that does not is told by its power. What it used up to the end of a part is
/// rounded, and a part is the difference of two such: so parts sum up to the whole, however time is cut.
/// </summary>
internal sealed class EnergySums(Database database, RollupRows rollups)
{
    // Millionths of a watt times milliseconds in a thousandth of a watt-hour.
    private const long PerMilliwattHour = 3_600_000_000;

    public ImmutableArray<DeviceEnergy> Read(ColumnGrid grid, RollupLevel level, long now, CancellationToken cancellationToken)
    {
        var devices = new SortedDictionary<string, List<(long Id, EnergyRole Role)>>(StringComparer.Ordinal);
        using (var reader = database.Prepared("SELECT id, device, energy FROM series WHERE energy <> 0 ORDER BY id").Read())
        {
            while (reader.Read())
            {
                if (!devices.TryGetValue(reader.GetString(1), out var signals))
                {
                    devices.Add(reader.GetString(1), signals = []);
                }

                signals.Add((reader.GetInt64(0), (EnergyRole)reader.GetInt64(2)));
            }
        }

        var found = ImmutableArray.CreateBuilder<DeviceEnergy>();
        foreach (var (device, signals) in devices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var counters = signals.Where(signal => signal.Role == EnergyRole.Counter).Select(signal => signal.Id).ToList();
            var energy = counters.Count > 0 ? Counted(device, counters, grid, level, now) : Added(device, signals, grid, level, now);
            if (energy.Parts.Any(part => part is not null))
            {
                found.Add(energy);
            }
        }

        return found.ToImmutable();
    }

    private DeviceEnergy Counted(string device, List<long> counters, ColumnGrid grid, RollupLevel level, long now)
    {
        var parts = new Int128?[grid.Count];
        var marks = ImmutableArray.CreateBuilder<CounterMark>();
        foreach (var counter in counters)
        {
            var fold = new ColumnFold(grid, SignalClass.Counter);
            rollups.Read(counter, level, now, fold);
            for (var i = 0; i < grid.Count; i++)
            {
                // A millionth of a kilowatt-hour is a thousandth of a watt-hour.
                if (fold[i] is CounterSummary { IsEmpty: false } part)
                {
                    parts[i] = (parts[i] ?? 0) + part.Increase;
                }
            }

            marks.AddRange(SignalAnswers.Marks(fold, 1));
        }

        marks.Sort((one, other) => one.Column != other.Column ? one.Column.CompareTo(other.Column) : one.Kind.CompareTo(other.Kind));
        return new DeviceEnergy(device, true, [.. parts.Select(part => (long?)part)], marks.ToImmutable());
    }

    private DeviceEnergy Added(string device, List<(long Id, EnergyRole Role)> signals, ColumnGrid grid, RollupLevel level, long now)
    {
        var parts = new Int128?[grid.Count];
        foreach (var (id, role) in signals)
        {
            var fold = new ColumnFold(grid, SignalClass.Measurement);
            rollups.Read(id, level, now, fold);
            for (var i = 0; i < grid.Count; i++)
            {
                if (fold[i] is MeasurementSummary { KnownMs: > 0 } part)
                {
                    parts[i] = (parts[i] ?? 0) + (part.Integral * (role == EnergyRole.Kilowatts ? 1_000 : 1));
                }
            }
        }

        var whole = (Int128)0;
        var told = (Int128)0;
        var result = ImmutableArray.CreateBuilder<long?>(grid.Count);
        foreach (var part in parts)
        {
            whole += part ?? 0;
            var rounded = Rounded(whole);
            result.Add(part is null ? null : (long)(rounded - told));
            told = rounded;
        }

        return new DeviceEnergy(device, false, result.MoveToImmutable(), []);
    }

    private static Int128 Rounded(Int128 integral)
    {
        var (whole, rest) = Int128.DivRem(integral + (PerMilliwattHour / 2), PerMilliwattHour);
        return rest < 0 ? whole - 1 : whole;
    }
}
