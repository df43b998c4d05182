using System.Globalization;

namespace IotHub.Gpio.Sysfs;

/// <summary>What <c>w1_slave</c> of a DS18B20 says. Pure.</summary>
internal static class OneWireText
{
    // What the sensor's register holds after power-on, before its first conversion.
    private const int PowerOn = 85000;

    // All valid bits set: a conversion that went wrong.
    private const int AllOnes = 127937;

    // Between two readings a room's, or a pipe's, temperature moves less than this.
    private const double Near = 5;

    /// <summary>The temperature in °C.</summary>
    /// <param name="text">As read; empty when the sensor did not answer or its check sum was wrong five times.</param>
    /// <param name="last">The reading before in °C; null for none. Only near it the value of a sensor without power counts.</param>
    /// <param name="fault">Why there is none; null when there is.</param>
    public static double? Parse(string text, double? last, out string? fault)
    {
        var at = text.LastIndexOf("t=", StringComparison.Ordinal);
        fault = text.Length == 0 ? "does not answer, or its check sum was wrong"
            : !text.Contains(" YES", StringComparison.Ordinal) ? "sent a wrong check sum"
            : at < 0 ? "sent something else than a temperature" : null;
        if (fault is not null)
        {
            return null;
        }

        if (!int.TryParse(text.AsSpan(at + 2).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milli))
        {
            fault = "sent something else than a temperature";
            return null;
        }

        if (milli is PowerOn or AllOnes && !(last is { } before && Math.Abs(before - (milli / 1000.0)) < Near))
        {
            fault = $"sent {(milli == PowerOn ? "its value from before the first measurement: is its power steady" : "a value that no measurement gives")}";
            return null;
        }

        return milli / 1000.0;
    }
}
