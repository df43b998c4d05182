using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Sysfs;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Points;

/// <summary>A property that is measured: when it is read next, what became of it, and whether it is worth telling.</summary>
internal sealed class SensorPoint(ContractProperty property, Wire.Sensor wire, ISensor sensor, TimeSpan reportEvery, TimeSpan now)
{
    // A check sum that is wrong now and then, a bus that is busy: not worth a word.
    private const int FailuresMax = 3;

    // The slowest of the common sensors waits six seconds for its next measurement.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Reporting _reporting = new(wire.Change, reportEvery);
    private int _failures;

    /// <summary>The property.</summary>
    public ContractProperty Property => property;

    /// <summary>Reads it; takes as long as the bus does.</summary>
    public ISensor Sensor => sensor;

    /// <summary>When it is to be read, or while it is being read, when that takes too long.</summary>
    public TimeSpan NextDue { get; private set; } = now;

    /// <summary>True while it is being read: a read that hangs is not joined by another.</summary>
    public bool IsReading { get; private set; }

    /// <summary>The last value; no value before the first.</summary>
    public PropertyValue Value { get; private set; }

    /// <summary>Why it cannot be read; null while it can, or where that is not known yet.</summary>
    public string? Fault { get; private set; }

    /// <summary>True when it is known whether it can be read.</summary>
    public bool IsKnown => Value.HasValue || Fault is not null;

    /// <summary>How often reading failed, for good or for once.</summary>
    public long Failures { get; private set; }

    /// <summary>The reading has begun.</summary>
    public void Begin(TimeSpan now) => (IsReading, NextDue) = (true, now + Patience);

    /// <summary>The reading takes too long.</summary>
    public void OnLate(TimeSpan now)
    {
        NextDue = now + Patience;
        Fault = $"{property.Key} cannot be read: its sensor has not answered for {Patience.TotalSeconds:0} s.";
    }

    /// <summary>It was read.</summary>
    /// <returns>True when the value is to be told.</returns>
    public bool Take(double reading, TimeSpan now)
    {
        var number = (reading * wire.Scale) + wire.Offset;
        var rounded = property.Format == PropertyFormat.Float ? Math.Round(number, 6) : Math.Round(number);
        if (!double.IsFinite(rounded) || !ValueCoercion.TryCheck(property, PropertyValue.FromNumber(rounded), out var value, out var fault, ValueUse.Report))
        {
            Fail($"{property.Key} was measured as {number:G6}, which its contract does not permit.", now);
            return false;
        }

        (IsReading, NextDue) = (false, now + wire.Poll);
        (_failures, Fault, Value) = (0, null, value);
        return _reporting.IsDue(rounded, now);
    }

    /// <summary>It could not be read.</summary>
    public void Fail(string why, TimeSpan now)
    {
        (IsReading, NextDue) = (false, now + wire.Poll);
        Failures++;
        if (!Value.HasValue || ++_failures >= FailuresMax)
        {
            Fault = why;
            _reporting.Forget();
        }
    }
}
