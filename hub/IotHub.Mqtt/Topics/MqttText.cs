using System.Text.Unicode;

namespace IotHub.Mqtt.Topics;

/// <summary>What a UTF-8 encoded string of the protocol may hold (section 1.5.4).</summary>
public static class MqttText
{
    /// <summary>Most bytes a string may have: its length is two bytes.</summary>
    public const int BytesMax = 65_535;

    /// <summary>Well-formed UTF-8 (no surrogates, nothing overlong) without U+0000 [MQTT-1.5.4-1] [MQTT-1.5.4-2].</summary>
    public static bool IsValid(ReadOnlySpan<byte> utf8) => !utf8.Contains((byte)0) && Utf8.IsValid(utf8);
}
