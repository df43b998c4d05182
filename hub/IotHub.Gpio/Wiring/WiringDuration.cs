using System.Globalization;

namespace IotHub.Gpio.Wiring;

/// <summary>Lengths of time as wiring documents write them: a number and <c>us</c>, <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>, such as <c>20ms</c> or <c>1.5s</c>.</summary>
internal static class WiringDuration
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("us", TimeSpan.TicksPerMicrosecond), ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>The pattern of the JSON Schema.</summary>
    public const string Pattern = "^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h)$";

    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        foreach (var (unit, ticks) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * ticks < long.MaxValue)
            {
                value = TimeSpan.FromTicks((long)(number * ticks));
                return true;
            }
        }

        return false;
    }

    /// <summary>The shortest text that is read back to the same.</summary>
    public static string Format(TimeSpan value)
    {
        var (unit, ticks) = Units.Where(one => value.Ticks % one.Ticks == 0 && value.Ticks != 0).DefaultIfEmpty(Units[2]).Last();
        return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}");
    }
}
