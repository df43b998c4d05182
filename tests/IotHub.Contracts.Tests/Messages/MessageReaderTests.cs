using System.Buffers;
using System.Text;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Tests.Messages;

public sealed class MessageReaderTests
{
    private static readonly DeviceContract Light = Contracts.OfKind("light");
    private static readonly DeviceContract Speaker = Contracts.OfKind("speaker");

    [Fact]
    public void TryReadProperties_OneBadValue_RefusesAllAndNamesThePlace()
    {
        Assert.False(MessageReader.TryReadProperties("""{"light.on":true,"light.brightness":101}"""u8, Light, out var message, out var rejection));

        Assert.Null(message);
        Assert.Equal(new Rejection(RejectionReason.OutOfRange, "light.brightness is 101; expected 1 to 100 percentage.", "/light.brightness"), rejection);
    }

    [Fact]
    public void TryReadProperties_EscapedName_IsFound()
    {
        Assert.True(MessageReader.TryReadProperties("""{"light\u002eon":true}"""u8, Light, out var message, out _));

        Assert.Equal("light.on", Assert.Single(message.Values).Property.Key);
    }

    [Fact]
    public void TryReadProperties_PayloadLimit_IsExact()
    {
        byte[] payload = [.. "{\"light.on\":true}"u8, .. Enumerable.Repeat((byte)' ', MessageLimits.PayloadBytesMax - 17)];

        Assert.True(MessageReader.TryReadProperties(payload, Light, out _, out _));
        Assert.False(MessageReader.TryReadProperties([.. payload, (byte)' '], Light, out _, out var rejection));
        Assert.Equal(RejectionReason.PayloadTooLarge, rejection.Reason);
    }

    [Fact]
    public void TryReadProperties_HostilePayloads_AreRefusedAsValues()
    {
        byte[][] payloads =
        [
            [0xFF, 0xFE], [.. "{\"light.on\":\""u8, 0xC3, .. "\"}"u8], [.. "\uFEFF{\"light.on\":true}"u8],
            Encoding.UTF8.GetBytes(new string('[', 5000)), Encoding.UTF8.GetBytes("{\"light.on\":" + new string('[', 40)),
            Encoding.UTF8.GetBytes("{\"light.brightness\":" + new string('9', 50_000) + "}"), Encoding.UTF8.GetBytes("{\"" + new string('x', 60_000) + "\":1}"),
            "{\"\\ud800\":1}"u8.ToArray(), "{\"light.on\":\"\\udfff\"}"u8.ToArray(), "nul"u8.ToArray(), "{\"light.on\":Infinity}"u8.ToArray(), [0],
        ];

        Assert.All(payloads, payload => Assert.False(MessageReader.TryReadProperties(payload, Light, out _, out var rejection) || rejection.Message.Length > 400));
    }

    [Fact]
    public void EveryReader_DamagedExamples_NeverThrows()
    {
        var random = new Random(11);
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "firmware-contracts", "examples"), "*_*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var isValid = Path.GetFileName(Path.GetDirectoryName(file)) == "valid";
            var name = Path.GetFileName(file).Split('_')[(isValid ? 0 : 1)..];
            var message = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!;
            var original = File.ReadAllBytes(file);
            for (var i = 0; i < 50 && original.Length > 0; i++)
            {
                var damaged = original[..random.Next(1, original.Length + 1)];
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                var rejection = MessageExampleTests.Read(message, name, damaged);
                Assert.True(rejection is null || rejection.Message.Length > 0);
            }
        }
    }

    [Fact]
    public void Writers_EachMessage_ReadBackEqual()
    {
        AssertSame("""{"contract":"urn:x:device:d:1","firmware":"1","label":"Küche"}""",
            payload => MessageReader.TryReadAnnounce(payload, out var message, out _) ? message : null, MessageWriter.WriteAnnounce);
        AssertSame("""{"light.on":true,"light.brightness":60}""",
            payload => MessageReader.TryReadProperties(payload, Light, out var message, out _) ? message : null, MessageWriter.WriteProperties);
        AssertSame("""{"arguments":{"motion-sensor.illumination":12},"at":"2026-01-05T07:00:00.25+01:00"}""",
            payload => MessageReader.TryReadEvent(payload, Contracts.OfKind("motion-sensor"), "motion-sensor.motion-detected", out var message, out _) ? message : null, MessageWriter.WriteEvent);
        AssertSame("""{"id":"1","set":{"light.on":false}}""",
            payload => MessageReader.TryReadRequest(payload, Light, out var message, out _) ? message : null, MessageWriter.WriteRequest);
        AssertSame("""{"id":"1","get":["light.on","light.mode"]}""",
            payload => MessageReader.TryReadRequest(payload, Light, out var message, out _) ? message : null, MessageWriter.WriteRequest);
        AssertSame("""{"id":"1","call":"intelligent-speaker.play-text","in":{"intelligent-speaker.text-content":"a \"b\""}}""",
            payload => MessageReader.TryReadRequest(payload, Speaker, out var message, out _) ? message : null, MessageWriter.WriteRequest);
        AssertSame("""{"id":"1","code":-4005,"values":{"light.on":true},"codes":{"light.brightness":-4005},"out":{"light.mode":1}}""",
            payload => MessageReader.TryReadResponse(payload, Light, out var message, out _) ? message : null, MessageWriter.WriteResponse);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WriteStatus_EitherWay_ReadsBack(bool isOnline)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.WriteStatus(output, isOnline);

        Assert.True(MessageReader.TryReadStatus(output.WrittenSpan, out var read, out _));
        Assert.Equal(isOnline, read);
    }

    [Fact]
    public void TryReadProperties_OneValue_AllocatesTheMessageAndItsArrayOnly()
    {
        Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Read();

        // The message (24 bytes) and an array of one reading (16 + 8 + 8 + 24 or 32 bytes).
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 120);

        static void Read() => MessageReader.TryReadProperties("""{"light.brightness":60}"""u8, Light, out _, out _);
    }

    [Fact]
    public void TryReadProperties_ContractWithoutProperties_RefusesByName()
    {
        var empty = Contracts.Usable(Contracts.ParseService("\"properties\":[]"));

        Assert.False(MessageReader.TryReadProperties("""{"a.b":1}"""u8, empty, out _, out var rejection));
        Assert.Equal(RejectionReason.UnknownProperty, rejection.Reason);
    }

    private static void AssertSame<T>(string json, Func<byte[], T?> read, Action<IBufferWriter<byte>, T> write)
        where T : class
    {
        var message = read(Encoding.UTF8.GetBytes(json));
        Assert.NotNull(message);
        var output = new ArrayBufferWriter<byte>();
        write(output, message);
        Assert.Equal(json, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
