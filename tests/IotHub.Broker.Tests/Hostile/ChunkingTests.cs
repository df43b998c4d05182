using System.IO.Pipelines;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Tests.Listeners;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>M3: however the bytes arrive, the answers are the same, byte for byte.</summary>
public sealed class ChunkingTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task Pipe_EverySplitAndByteByByte_GivesTheSameAnswers(MqttProtocolVersion version)
    {
        using var log = new LogCollector();
        using var broker = new MqttBroker(
            new BrokerLimits(), new AllowAllPolicy(), new ManualTime(DateTimeOffset.UnixEpoch), log.CreateLogger<MqttBroker>(), [Conversation.Method]);
        var bytes = Conversation.Of(version);
        var wanted = await AnswersAsync(broker, [bytes]);
        AssertWhole(wanted, version);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(wanted, await AnswersAsync(broker, [bytes.AsMemory(..cut), bytes.AsMemory(cut..)]));
        }

        Assert.Equal(wanted, await AnswersAsync(broker, [.. Enumerable.Range(0, bytes.Length).Select(at => bytes.AsMemory(at, 1))]));

        // Coalesced: one packet's end and the next one's start in one piece, all along.
        Assert.Equal(wanted, await AnswersAsync(broker, [.. bytes.Chunk(7).Select(chunk => chunk.AsMemory())]));
        log.AssertNoErrors();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task WebSocket_EverySplitIntoFramesAndByteByByte_GivesTheSameAnswers(MqttProtocolVersion version)
    {
        await using var listening = await ListeningBroker.StartAsync(methods: [Conversation.Method]);
        var bytes = Conversation.Of(version);
        var wanted = await FramedAsync(listening, [bytes]);
        AssertWhole(wanted, version);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(wanted, await FramedAsync(listening, [bytes.AsMemory(..cut), bytes.AsMemory(cut..)]));
        }

        Assert.Equal(wanted, await FramedAsync(listening, [.. Enumerable.Range(0, bytes.Length).Select(at => bytes.AsMemory(at, 1))]));
    }

    /// <summary>The frame itself in pieces, its header too.</summary>
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public async Task WebSocket_OneFrameInPieces_GivesTheSameAnswers(MqttProtocolVersion version)
    {
        await using var listening = await ListeningBroker.StartAsync(methods: [Conversation.Method]);
        var bytes = Conversation.Of(version);
        var wanted = await FramedAsync(listening, [bytes]);
        byte[] frame = [0x82, 0xFE, (byte)(bytes.Length >> 8), (byte)bytes.Length, 1, 2, 3, 4, .. bytes.Select((value, at) => (byte)(value ^ ((at % 4) + 1)))];
        for (var cut = 1; cut < 12; cut++)
        {
            Assert.Equal(wanted, await PiecesAsync(listening, frame, cut));
        }

        Assert.Equal(wanted, await PiecesAsync(listening, frame, frame.Length / 2));
        Assert.Equal(wanted, await PiecesAsync(listening, frame, frame.Length - 1));
    }

    /// <summary>The conversation ended well: UNSUBACK and the message after it are there, and nothing was refused.</summary>
    private static void AssertWhole(string answers, MqttProtocolVersion version) =>
        Assert.EndsWith(version == MqttProtocolVersion.V50 ? "b00500040000113007000162030bac02" : "b00200043003000162", answers, StringComparison.Ordinal);

    /// <summary>Hands each piece over when the one before was taken.</summary>
    private static async Task<string> AnswersAsync(MqttBroker broker, ReadOnlyMemory<byte>[] pieces)
    {
        var up = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var down = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var served = broker.ServeAsync(new Ends(up.Reader, down.Writer), null, CancellationToken.None);
        foreach (var piece in pieces)
        {
            await up.Writer.WriteAsync(piece).AsTask().WaitAsync(StreamClient.Patience);
        }

        await served.WaitAsync(StreamClient.Patience);
        var answers = new MemoryStream();
        await down.Reader.CopyToAsync(answers);
        return Convert.ToHexStringLower(answers.ToArray());
    }

    private static async Task<string> FramedAsync(ListeningBroker listening, ReadOnlyMemory<byte>[] frames)
    {
        await using var client = await StreamClient.OpenWebSocketAsync(listening.WebSocket);
        foreach (var frame in frames)
        {
            await client.SendAsync(frame);
        }

        return Convert.ToHexStringLower(await client.RestAsync());
    }

    private static async Task<string> PiecesAsync(ListeningBroker listening, byte[] frame, int cut)
    {
        await using var client = await StreamClient.OpenAsync(listening.WebSocket);
        Assert.StartsWith("HTTP/1.1 101 ", await WebSocketBytes.AskAsync(client.Stream), StringComparison.Ordinal);
        await client.SendAsync(frame.AsMemory(..cut));
        await client.SendAsync(frame.AsMemory(cut..));
        var answers = "";
        while (true)
        {
            var header = await client.ReadAsync(2);
            var length = header[1] == 126 ? (await client.ReadAsync(2)) is var more ? (more[0] << 8) | more[1] : 0 : header[1];
            var payload = Convert.ToHexStringLower(await client.ReadAsync(length));
            if (header[0] == 0x88)
            {
                return answers;
            }

            answers += payload;
        }
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
