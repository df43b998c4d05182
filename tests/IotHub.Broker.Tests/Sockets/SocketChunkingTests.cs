using System.Net;
using IotHub.Broker.Tests.Hostile;
using IotHub.Broker.Tests.Listeners;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Sockets;

/// <summary>M3 on the event loops: however the bytes arrive, the answers are the same, byte for byte.</summary>
public sealed class SocketChunkingTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311, false)]
    [InlineData(MqttProtocolVersion.V50, false)]
    [InlineData(MqttProtocolVersion.V311, true)]
    [InlineData(MqttProtocolVersion.V50, true)]
    public async Task Conversation_EverySplitAndByteByByte_GivesTheSameAnswers(MqttProtocolVersion version, bool unix)
    {
        await using var sockets = new SocketBroker(methods: [Conversation.Method]);
        var at = unix ? sockets.Unix : sockets.Tcp;
        var bytes = Conversation.Of(version);
        var wanted = await AnswersAsync(at, [bytes]);
        Assert.EndsWith(version == MqttProtocolVersion.V50 ? "b00500040000113007000162030bac02" : "b00200043003000162", wanted, StringComparison.Ordinal);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(wanted, await AnswersAsync(at, [bytes.AsMemory(..cut), bytes.AsMemory(cut..)]));
        }

        Assert.Equal(wanted, await AnswersAsync(at, [.. Enumerable.Range(0, bytes.Length).Select(index => bytes.AsMemory(index, 1))]));
        Assert.Equal(wanted, await AnswersAsync(at, [.. bytes.Chunk(7).Select(chunk => chunk.AsMemory())]));
    }

    /// <summary>The piece before was certainly read apart from the next: other packets' answers came in between.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(17_000)]
    [InlineData(70_000)]
    public async Task Publish_TheRestAfterOthersWereServed_ComesWhole(int first)
    {
        await using var sockets = new SocketBroker();
        await using var client = await sockets.SubscribedAsync('a', 'a');
        await using var other = await sockets.ConnectAsync('b');
        var packet = SocketBytes.Publish('a', 1, 100_000);
        await client.SendAsync(packet.AsMemory(..first));
        await other.SendAsync("c000");
        await other.ExpectAsync("d000");
        await client.SendAsync(packet.AsMemory(first..));
        await client.ExpectAsync(packet, "the packet");
    }

    private static async Task<string> AnswersAsync(EndPoint at, ReadOnlyMemory<byte>[] pieces)
    {
        await using var client = await StreamClient.OpenAsync(at);
        foreach (var piece in pieces)
        {
            await client.SendAsync(piece);
        }

        return Convert.ToHexStringLower(await client.RestAsync());
    }
}
