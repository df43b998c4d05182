using System.Text;

namespace IotHub.Simulation.Tests.World;

/// <summary>What bad firmware, bad memory and strangers put on the wire.</summary>
internal static class Spoiling
{
    private static readonly string[] Payloads =
    [
        "", "{", "null", "[]", "{}", "{\"light.on\":\"yes\"}", "{\"light.brightness\":0}", "{\"light.brightness\":101}", "{\"light.brightness\":1e400}",
        "{\"light.on\":true,\"light.on\":false}", "{\"no.such\":1}", "{\"temperature-humidity-sensor.temperature\":-273}", "{\"id\":\"1\",\"code\":0}",
        "{\"id\":\"1\"}", "{\"id\":1,\"code\":0}", "{\"contract\":\"urn:nobody:device:thing:1\"}", "ONLINE", "offline", "\u0000\uFFFD",
        "{\"light.on\":true,\"light.brightness\":101}", "{\"light.brightness\":-1}", "{\"motion-sensor.illumination\":-1}",
        "{\"temperature-humidity-sensor.relative-humidity\":101}", "{\"battery.battery-level\":101}", "{\"light.brightness\":\"bright\"}",
        "{\"motion-sensor.motion-state\":\"maybe\"}", "{\"motion-sensor.motion-state\":null}", "{\"motion-sensor.illumination\":100001}",
    ];

    private static readonly string[] Endings =
        ["announce", "status", "properties", "events/motion-sensor.motion-detected", "events/no.such", "responses", "requests", "firmware/progress", "", "properties/x"];

    /// <summary>A payload as it left, with a byte changed, an end cut off, or something else in its place.</summary>
    public static byte[] Spoil(byte[] payload, Random random)
    {
        switch (random.Next(5))
        {
            case 4 when Encoding.UTF8.GetString(payload) is var text && text.Contains(":true", StringComparison.Ordinal):
                return Encoding.UTF8.GetBytes(text.Replace(":true", ":\"perhaps\"", StringComparison.Ordinal));
            case 0 when payload.Length > 0:
                var flipped = (byte[])payload.Clone();
                flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1 when payload.Length > 0:
                return payload[..random.Next(payload.Length)];
            case 2 when random.Next(3) == 0:
                return [.. payload, .. new byte[random.Next(4) == 0 ? 70_000 : 3]];
            default:
                return Encoding.UTF8.GetBytes(Payloads[random.Next(Payloads.Length)]);
        }
    }

    /// <summary>A publish of somebody who is not part of the home, or of a member on a topic that nobody should use.</summary>
    public static (string Topic, byte[] Payload) Stray(IReadOnlyList<VirtualDevice> devices, Random random)
    {
        var did = random.Next(3) == 0 ? devices[random.Next(devices.Count)].Did : $"stranger-{random.Next(20)}";
        var topic = random.Next(12) == 0 ? "elsewhere/" + did : $"devices/{did}/{Endings[random.Next(Endings.Length)]}";
        return (topic, Encoding.UTF8.GetBytes(Payloads[random.Next(Payloads.Length)]));
    }
}
