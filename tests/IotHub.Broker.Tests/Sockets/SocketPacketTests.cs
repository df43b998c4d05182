using IotHub.Broker.Tests.Listeners;

namespace IotHub.Broker.Tests.Sockets;

/// <summary>Packets larger than what is put before the next read (16 KiB), than one read (64 KiB), and just at these sizes.</summary>
public sealed class SocketPacketTests
{
    [Theory]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(64 * 1024)]
    [InlineData((80 * 1024) - 1)]
    [InlineData(80 * 1024)]
    [InlineData((80 * 1024) + 1)]
    [InlineData(256 * 1024)]
    public async Task Publish_PacketOfSoManyBytes_ComesWholeWithItsNeighbours(int packetBytes)
    {
        await using var sockets = new SocketBroker();
        await using var client = await sockets.SubscribedAsync('a', 'a');
        var large = SocketBytes.Publish('a', 1, packetBytes - (packetBytes > 16_386 ? 7 : 6));
        Assert.Equal(packetBytes, large.Length);
        byte[] all = [.. SocketBytes.Publish('a', 2, 10), .. large, .. SocketBytes.Publish('a', 3, 10)];
        await client.SendAsync(all);
        await client.ExpectAsync(all, "three packets");
    }

    [Fact]
    public async Task Publish_LargerThanTheBound_IsRefusedBeforeItComes()
    {
        await using var sockets = new SocketBroker();
        await using var client = await sockets.ConnectAsync('a');
        await client.SendAsync("30 81 80 10");
        await client.ExpectClosedAsync();
    }

    /// <summary>Each speaks to itself; the others' pieces come in between.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Publish_LargePacketsOfSeveralInterleaved_ComeWhole(int loops)
    {
        const int Clients = 8;
        const int Piece = 9_001;
        await using var sockets = new SocketBroker(loops: loops);
        var clients = new List<StreamClient>();
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await sockets.SubscribedAsync((char)('a' + i), (char)('a' + i)));
        }

        var said = clients.Select((_, i) => (byte[])[.. SocketBytes.Publish((char)('a' + i), i, 15_000 + (i * 10_000)), .. SocketBytes.Publish((char)('a' + i), i + 100, 100_000)]).ToList();
        for (var at = 0; at < said.Max(bytes => bytes.Length); at += Piece)
        {
            for (var i = 0; i < Clients; i++)
            {
                if (at < said[i].Length)
                {
                    await clients[i].SendAsync(said[i].AsMemory(at, Math.Min(Piece, said[i].Length - at)));
                }
            }
        }

        for (var i = 0; i < Clients; i++)
        {
            await clients[i].ExpectAsync(said[i], $"client {i}");
            await clients[i].DisposeAsync();
        }
    }

    /// <summary>From one loop to the other and back: what one publishes comes in its order.</summary>
    [Fact]
    public async Task Publish_AcrossTwoLoops_ComesInOrder()
    {
        const int Messages = 2_000;
        await using var sockets = new SocketBroker(loops: 2);

        // Connections go to the loops in turn, so that the two of each pair are on different ones.
        await using var first = await sockets.SubscribedAsync('a', 'x', qos: 1);
        await using var second = await sockets.SubscribedAsync('b', 'y', qos: 1);
        var both = new[] { TalkAsync(first, 'y'), TalkAsync(second, 'x') };
        await Task.WhenAll(both);
        await first.SendAsync("c000");
        await first.ExpectAsync("d000");

        static async Task TalkAsync(StreamClient client, char to)
        {
            var sent = Task.Run(async () =>
            {
                for (var i = 1; i <= Messages; i++)
                {
                    await client.SendAsync($"3207 0001 {(int)to:x2} {i:x4} {i:x4}");
                }
            });
            var acknowledged = 0;
            for (var got = 0; got < Messages || acknowledged < Messages;)
            {
                var start = await client.ReadAsync(2);
                var body = await client.ReadAsync(start[1]);
                if (start[0] == 0x40)
                {
                    acknowledged++;
                    Assert.Equal(acknowledged, (body[0] << 8) | body[1]);
                    continue;
                }

                got++;
                Assert.Equal(0x32, start[0]);
                Assert.Equal(got, (body[5] << 8) | body[6]);
                await client.SendAsync(new byte[] { 0x40, 2, body[3], body[4] });
            }

            await sent;
        }
    }
}
