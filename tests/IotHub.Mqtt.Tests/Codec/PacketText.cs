using System.Collections;
using System.Globalization;

namespace IotHub.Mqtt.Tests.Codec;

/// <summary>A packet as text with every member, for comparing: records compare bytes and lists by reference.</summary>
internal static class PacketText
{
    public static string Of(object? value) => value switch
    {
        null => "-",
        string text => $"'{text}'",
        ReadOnlyMemory<byte> bytes => $"0x{Convert.ToHexStringLower(bytes.Span)}",
        IEnumerable list => $"[{string.Join(' ', list.Cast<object>().Select(Of))}]",
        _ when value.GetType().Namespace == "IotHub.Mqtt.Packets" && !value.GetType().IsEnum =>
            $"{value.GetType().Name}({string.Join(", ", value.GetType().GetProperties().Where(p => !p.GetMethod!.IsStatic).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={Of(p.GetValue(value))}"))})",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
