using System.Globalization;

namespace IotHub.DeviceSim.Board;

/// <summary>A line of a hub's simulated board.</summary>
/// <param name="Line">Its name; its number where it has none.</param>
/// <param name="Offset">Its number.</param>
/// <param name="Consumer">Who holds it; null for nobody.</param>
/// <param name="Output">True when its holder drives it.</param>
/// <param name="Level">True for high.</param>
/// <param name="Pull">What pulls it from outside: true up, false down; null for nothing.</param>
/// <param name="ActiveLow">True when its holder takes the low level for on.</param>
/// <param name="Bias">What its holder lets pull it: <c>as-is</c>, <c>none</c>, <c>pull-up</c> or <c>pull-down</c>.</param>
/// <param name="Label">What people call the device that it is wired to; null for none.</param>
public sealed record BoardLine(string Line, int Offset, string? Consumer, bool Output, bool Level, bool? Pull, bool ActiveLow, string Bias, string? Label)
{
    /// <summary>The line in words: <c>GPIO27  input  high  pull-up, active-low  iothub:hall-push (Hall button)</c>.</summary>
    public string Describe()
    {
        string[] how =
        [
            .. Bias is "pull-up" or "pull-down" ? (string[])[Bias] : [],
            .. ActiveLow ? (string[])["active-low"] : [],
            .. Pull is { } pull ? (string[])[pull ? "held high" : "held low"] : [],
        ];
        var holder = Consumer is null ? "nobody" : Label is null ? Consumer : $"{Consumer} ({Label})";
        return string.Create(
            CultureInfo.InvariantCulture, $"{Line,-8} {(Consumer is null ? "free" : Output ? "output" : "input"),-6}  {(Level ? "high" : "low"),-4}  {string.Join(", ", how),-22}  {holder}").TrimEnd();
    }
}
