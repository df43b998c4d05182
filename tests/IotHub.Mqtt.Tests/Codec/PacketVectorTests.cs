using System.Buffers;
using System.Globalization;
using System.Text.Json;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Mqtt.Tests.Codec;

/// <summary>Packets as bytes that another project wrote down.</summary>
public class PacketVectorTests
{
    /// <summary>Vectors that contradict the specification, by their bytes, and why we refuse them.</summary>
    private static readonly Dictionary<string, string> RefusedVectors = new()
    {
        ["V311 101200064d51497364708400001e000474657374"] = "MQIsdp goes with level 3 only",
        ["V50 200101"] = "a CONNACK has a reason code (3.2.2.2)",
        ["V50 20020100"] = "a 5.0 CONNACK has a property length (3.2.2.3.1)",
        ["V50 205700005411000004d22101b0240225012700000064120004746573742201c81f00047465737426000474657374000474657374280129012a001304d21a0004746573741c0004746573741500047465737416000401020304"] =
            "Maximum QoS 2 is a protocol error (3.2.2.3.4)",
        ["V50 206400006111000004d22101b0240225012700000064120004746573742201c81f0004746573742600047465737400047465737426000474657374000474657374280129012a001304d21a0004746573741c0004746573741500047465737416000401020304"] =
            "Maximum QoS 2 is a protocol error (3.2.2.3.4)",
    };

    /// <summary>Errors of generating that our types let a caller make; a packet id that is no number is 0 here.</summary>
    private static readonly Dictionary<string, (MqttProtocolVersion Version, Func<MqttPacket> Make)> Unwritable = new()
    {
        ["Invalid protocol version"] = (MqttProtocolVersion.V31, () => new ConnectPacket { Version = (MqttProtocolVersion)1, ClientId = "test" }),
        ["clientId must be supplied before 3.1.1"] = (MqttProtocolVersion.V31, () => new ConnectPacket { Version = MqttProtocolVersion.V31, ClientId = "" }),
        ["clientId must be given if cleanSession set to 0"] = (MqttProtocolVersion.V311, () => new ConnectPacket { ClientId = "", CleanStart = false }),
        ["Invalid will topic"] = (MqttProtocolVersion.V31, () => new ConnectPacket { Version = MqttProtocolVersion.V31, ClientId = "test", Will = new WillMessage { Topic = "" } }),
        ["Username is required to use password"] = (MqttProtocolVersion.V31, () => new ConnectPacket { Version = MqttProtocolVersion.V31, ClientId = "test", Password = new byte[] { 1 } }),
        ["MQTT 5.0 var byte integer >24 bits throws error"] = (MqttProtocolVersion.V50, () => WithIdentifier(268_435_456)),
        ["Invalid subscriptionIdentifier: -120"] = (MqttProtocolVersion.V50, () => WithIdentifier(-120)),
        ["unsubscribe with unsubscriptions not an array"] = (MqttProtocolVersion.V311, () => new UnsubscribePacket { PacketId = 7, Filters = default }),
        ["unsubscribe with unsubscriptions as an object"] = (MqttProtocolVersion.V311, () => new UnsubscribePacket { PacketId = 7, Filters = [] }),
        ["Invalid messageId on publish"] = (MqttProtocolVersion.V311, () => PublishPacket.Create("test", default, MqttQos.AtLeastOnce)),
        ["Invalid messageId on puback"] = (MqttProtocolVersion.V311, () => new PubackPacket { PacketId = 0 }),
        ["Invalid messageId on pubrec"] = (MqttProtocolVersion.V311, () => new PubrecPacket { PacketId = 0 }),
        ["Invalid messageId on pubrel"] = (MqttProtocolVersion.V311, () => new PubrelPacket { PacketId = 0 }),
        ["Invalid messageId on subscribe"] = (MqttProtocolVersion.V311, () => new SubscribePacket { PacketId = 0, Subscriptions = [new SubscriptionRequest("test")] }),
        ["Invalid messageId on suback"] = (MqttProtocolVersion.V311, () => new SubackPacket { PacketId = 0, ReasonCodes = [ReasonCode.Success] }),
        ["Invalid messageId on unsubscribe"] = (MqttProtocolVersion.V311, () => new UnsubscribePacket { PacketId = 0, Filters = ["test"] }),
        ["Invalid messageId on unsuback"] = (MqttProtocolVersion.V311, () => new UnsubackPacket { PacketId = 0 }),
    };

    /// <summary>Errors of generating that do not compile, and why.</summary>
    private static readonly Dictionary<string, string> CannotBeMade = new()
    {
        ["Unknown command"] = "each type of packet is a class",
        ["Invalid command"] = "each type of packet is a class",
        ["Invalid return code"] = "the reason code is an enum, not text",
        ["Invalid protocolId"] = "the protocol name follows from the version",
        ["Invalid keepalive"] = "the keep alive is a 16-bit number",
        ["Invalid will"] = "the Will is a record",
        ["Invalid will payload"] = "the payload is bytes",
        ["Invalid username"] = "the user name is text",
        ["Invalid password"] = "the password is bytes",
        ["Invalid messageExpiryInterval: -4321"] = "the interval has no sign",
        ["Invalid topicAlias: -100"] = "the alias has no sign",
    };

    [CorpusFact]
    public void TryDecode_VectorsThatParse_GiveThePacketAndItsBytesAgain()
    {
        var faults = new List<string>();
        foreach (var vector in Vectors("parse", "parse+generate", "generate"))
        {
            var hex = vector.GetProperty("hex").GetString()!;
            var version = VersionOf(vector);
            var status = Decode(Convert.FromHexString(hex), version, out var packet, out var fault, out var left);
            if (RefusedVectors.ContainsKey($"{version} {hex}"))
            {
                Assert.True(status == DecodeStatus.Fault, hex);
                continue;
            }

            if (status != DecodeStatus.Packet || left != 0)
            {
                faults.Add($"{vector.GetProperty("name")}: {status} {fault} {left} {hex}");
                continue;
            }

            CompareFields(vector, packet!, faults);
            var output = new ArrayBufferWriter<byte>();
            MqttEncoder.Write(output, packet!, version);
            var again = Convert.ToHexStringLower(output.WrittenSpan);
            if (vector.GetProperty("kind").GetString() == "parse+generate" && again != hex && !IsShorterForm(hex))
            {
                faults.Add($"{vector.GetProperty("name")}: written as {again}, vector {hex}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [CorpusFact]
    public void TryDecode_VectorsThatAreWrong_AreRefusedWithAStatement()
    {
        var accepted = new List<string>();
        var count = 0;
        foreach (var vector in Vectors("parse-error"))
        {
            count++;
            var hex = vector.GetProperty("hex").GetString()!;
            var status = Decode(Convert.FromHexString(hex), VersionOf(vector), out _, out var fault, out _);
            var endsEarly = status == DecodeStatus.NeedMore && IsCutShort(hex);
            if (!endsEarly && (status != DecodeStatus.Fault || string.IsNullOrEmpty(fault!.Statement)))
            {
                accepted.Add($"{vector.GetProperty("name")}: {status} {hex}");
            }
        }

        Assert.Equal(60, count);
        Assert.True(accepted.Count == 0, string.Join('\n', accepted));
    }

    /// <summary>
    /// Every error of generating, by name: what our types let a caller make is refused and nothing is written; the others are values that
    /// our types cannot hold.
    /// </summary>
    [CorpusFact]
    public void Write_VectorsThatCannotBeWritten_AreRefusedOrCannotBeMade()
    {
        var names = Vectors("generate-error").Select(vector => vector.GetProperty("name").GetString()!).ToList();
        Assert.Equal(30, names.Count);
        var unknown = names.Where(name => !Unwritable.ContainsKey(name) && !CannotBeMade.ContainsKey(name));
        Assert.True(!unknown.Any(), string.Join('\n', unknown));
        foreach (var name in names.Where(Unwritable.ContainsKey))
        {
            var (version, make) = Unwritable[name];
            var output = new ArrayBufferWriter<byte>();
            Assert.ThrowsAny<ArgumentException>(() => MqttEncoder.Write(output, make(), version));
            Assert.Equal(0, output.WrittenCount);
        }
    }

    private static PublishPacket WithIdentifier(int identifier) =>
        PublishPacket.Create("test", default) with { Properties = new MqttProperties { SubscriptionIdentifiers = [identifier] } };

    private static IEnumerable<JsonElement> Vectors(params string[] kinds) =>
        File.ReadLines(Corpus.Path("mqtt-packet-vectors.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(vector => kinds.Contains(vector.GetProperty("kind").GetString()));

    private static MqttProtocolVersion VersionOf(JsonElement vector) =>
        vector.TryGetProperty("opts", out var opts) && opts.ValueKind == JsonValueKind.Object && opts.TryGetProperty("protocolVersion", out var number)
            ? (MqttProtocolVersion)number.GetInt32()
            : MqttProtocolVersion.V311;

    private static DecodeStatus Decode(byte[] bytes, MqttProtocolVersion version, out MqttPacket? packet, out ProtocolFault? fault, out long left)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        var status = MqttDecoder.TryDecode(ref buffer, version, 1 << 20, out packet, out fault);
        left = buffer.Length;
        return status;
    }

    /// <summary>A vector whose bytes end before its remaining length: a stream decoder waits for more.</summary>
    private static bool IsCutShort(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        return bytes[1] < 0x80 && bytes.Length < 2 + bytes[1];
    }

    /// <summary>We leave out a reason code of success with no properties, which the vectors spell out.</summary>
    private static bool IsShorterForm(string hex) => hex == "e0020000";

    private static void CompareFields(JsonElement vector, MqttPacket packet, List<string> faults)
    {
        if (!vector.TryGetProperty("object", out var wanted))
        {
            return;
        }

        foreach (var (field, value) in Fields(packet))
        {
            if (wanted.TryGetProperty(field, out var element) && element.ValueKind != JsonValueKind.Null && !IsBinaryText(field, element) && Plain(element) != value)
            {
                faults.Add($"{vector.GetProperty("name")}: {field} is {value}, vector {Plain(element)}");
            }
        }

        if (wanted.TryGetProperty("properties", out var properties) && packet.GetType().GetProperty("Properties")?.GetValue(packet) is MqttProperties got)
        {
            CompareProperties(vector, properties, got, faults);
        }
    }

    /// <summary>One vector gives the client id as bytes.</summary>
    private static bool IsBinaryText(string field, JsonElement element) => field == "clientId" && element.ValueKind == JsonValueKind.Object;

    private static IEnumerable<(string Field, string Value)> Fields(MqttPacket packet) => packet switch
    {
        ConnectPacket p => [("cmd", "connect"), ("clientId", p.ClientId), ("clean", Plain(p.CleanStart)), ("keepalive", Plain(p.KeepAlive)),
            ("username", p.UserName ?? ""), ("protocolVersion", Plain((int)p.Version))],
        ConnackPacket p => [("cmd", "connack"), ("sessionPresent", Plain(p.SessionPresent))],
        PublishPacket p => [("cmd", "publish"), ("topic", p.GetTopicText()), ("payload", Convert.ToHexStringLower(p.Payload.Span)), ("retain", Plain(p.Retain)),
            ("dup", Plain(p.Dup)), ("qos", Plain((int)p.Qos)), ("messageId", Plain(p.PacketId))],
        PublishResponsePacket p => [("messageId", Plain(p.PacketId)), ("reasonCode", Plain((int)p.ReasonCode))],
        SubscribePacket p => [("cmd", "subscribe"), ("messageId", Plain(p.PacketId))],
        SubackPacket p => [("cmd", "suback"), ("messageId", Plain(p.PacketId)), ("granted", string.Join(',', p.ReasonCodes.Select(c => (int)c)))],
        UnsubscribePacket p => [("cmd", "unsubscribe"), ("messageId", Plain(p.PacketId)), ("unsubscriptions", string.Join(',', p.Filters))],
        UnsubackPacket p => [("cmd", "unsuback"), ("messageId", Plain(p.PacketId))],
        DisconnectPacket p => [("cmd", "disconnect"), ("reasonCode", Plain((int)p.ReasonCode))],
        AuthPacket p => [("cmd", "auth"), ("reasonCode", Plain((int)p.ReasonCode))],
        _ => [],
    };

    private static void CompareProperties(JsonElement vector, JsonElement wanted, MqttProperties got, List<string> faults)
    {
        foreach (var property in wanted.EnumerateObject())
        {
            var name = char.ToUpperInvariant(property.Name[0]) + property.Name[1..];
            var value = name switch
            {
                "UserProperties" => string.Join(',', got.UserProperties.Select(p => $"{p.Name}={p.Value}")),
                "SubscriptionIdentifier" => string.Join(',', got.SubscriptionIdentifiers),
                "MaximumQoS" => Plain((int?)got.MaximumQos ?? -1),
                _ => Value(typeof(MqttProperties).GetProperty(name)?.GetValue(got)),
            };
            var expected = name == "UserProperties"
                ? string.Join(',', property.Value.EnumerateObject().SelectMany(p => p.Value.ValueKind == JsonValueKind.Array
                    ? p.Value.EnumerateArray().Select(v => $"{p.Name}={v.GetString()}")
                    : [$"{p.Name}={p.Value.GetString()}"]))
                : Plain(property.Value);
            if (value != expected)
            {
                faults.Add($"{vector.GetProperty("name")}: property {name} is {value}, vector {expected}");
            }
        }
    }

    private static string Value(object? value) => value switch
    {
        ReadOnlyMemory<byte> bytes => Convert.ToHexStringLower(bytes.Span),
        bool flag => Plain(flag),
        null => "(absent)",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Plain(bool value) => value ? "true" : "false";

    private static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => string.Join(',', element.EnumerateArray().Select(Plain)),
        JsonValueKind.Object when element.TryGetProperty("hex", out var hex) => hex.GetString()!,
        _ => element.GetRawText(),
    };
}
