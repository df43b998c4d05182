using IotHub.Contracts.Model;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Wiring;

/// <summary>Where a property's value comes from or goes to.</summary>
public abstract record Wire
{
    private Wire()
    {
    }

    /// <summary>A line.</summary>
    /// <param name="Chip">Label of its chip; null for the header's.</param>
    /// <param name="Settings">How it is used.</param>
    /// <param name="Stop">What an output is driven to when the hub stops; null to leave it as it is.</param>
    /// <param name="Times">How fast an output may be switched.</param>
    public sealed record Line(string? Chip, LineSettings Settings, bool? Stop, RelayTimes Times) : Wire;

    /// <summary>A channel of pulse-width modulation.</summary>
    /// <param name="Chip">The device that its chip belongs to, or the chip's name.</param>
    /// <param name="Channel">From 0.</param>
    /// <param name="Period">Length of a period, above zero.</param>
    /// <param name="DutyFrom">Time on at the property's smallest value; null for in proportion.</param>
    /// <param name="DutyTo">Time on at the property's largest value, at most the period.</param>
    /// <param name="IsInverted">True for inverse polarity.</param>
    /// <param name="Switch">The property that switches the channel on and off; null when a value does.</param>
    /// <param name="Keeps">True when it goes on as it is after the hub stops.</param>
    public sealed record Pwm(
        string Chip, int Channel, TimeSpan Period, TimeSpan? DutyFrom, TimeSpan DutyTo, bool IsInverted, ContractProperty? Switch, bool Keeps) : Wire;

    /// <summary>A LED of the LED class.</summary>
    /// <param name="Name">Its folder in <c>/sys/class/leds</c>.</param>
    /// <param name="Keeps">True when it goes on as it is after the hub stops.</param>
    public sealed record Led(string Name, bool Keeps) : Wire;

    /// <summary>Something that is measured.</summary>
    /// <param name="Kind">By what kind of driver.</param>
    /// <param name="Name">Name of the device; of a thermometer on 1-wire its number.</param>
    /// <param name="At">The device that it belongs to, where there are several of one name; null for the first.</param>
    /// <param name="Channel">Which of its channels; empty for 1-wire.</param>
    /// <param name="Poll">How often it is read.</param>
    /// <param name="Scale">What the reading is multiplied with.</param>
    /// <param name="Offset">What is then added.</param>
    /// <param name="Change">By how much it must differ to be reported.</param>
    public sealed record Sensor(SensorKind Kind, string Name, string? At, string Channel, TimeSpan Poll, double Scale, double Offset, double Change) : Wire;

    /// <summary>A key of an input device.</summary>
    /// <param name="Device">Name of the input device.</param>
    /// <param name="Code">The key's number.</param>
    /// <param name="IsInverted">True when the value is true while the key is up.</param>
    /// <param name="Debounce">How long a level must last.</param>
    public sealed record Key(string Device, int Code, bool IsInverted, TimeSpan Debounce) : Wire;
}

/// <summary>Which class of kernel drivers measures.</summary>
public enum SensorKind
{
    /// <summary>Industrial I/O.</summary>
    Iio,

    /// <summary>Hardware monitoring.</summary>
    Hwmon,

    /// <summary>A thermometer on a 1-wire bus.</summary>
    OneWire,
}
