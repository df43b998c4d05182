using System.Net.Sockets;
using IotHub.Broker.Access;
using IotHub.Broker.Admission;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Broker.Tests.Listeners;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Sockets;

/// <summary>Bounds on the event loops: who may come in, who does not read, who fails.</summary>
public sealed class SocketBoundsTests
{
    private const int Messages = 60;

    [Fact]
    public async Task Listen_PortInUse_NamesIt()
    {
        await using var sockets = new SocketBroker();
        var refusal = Assert.Throws<IOException>(() => sockets.Listener.Listen(sockets.Tcp));
        Assert.StartsWith($"Failed to bind to address {sockets.Tcp}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.IsType<SocketException>(refusal.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Listen_UnixSocketInUse_IsRefusedAndTheFirstStays()
    {
        await using var sockets = new SocketBroker();
        Assert.Throws<IOException>(() => sockets.Listener.Listen(sockets.Unix));
        await using var client = await StreamClient.OpenAsync(sockets.Unix);
        await client.ConnectAsync('a');
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connections_OfOneAddress_HoldAtTheNumber(bool unix)
    {
        await using var sockets = new SocketBroker(new BrokerLimits { ConnectionsPerAddressMax = 2, BoundsLocalClients = true });
        var at = unix ? sockets.Unix : sockets.Tcp;
        await using var first = await StreamClient.OpenAsync(at);
        await first.ConnectAsync('a');
        await using var second = await StreamClient.OpenAsync(at);
        await second.ConnectAsync('b');
        await StreamClient.ExpectRefusedAsync(at);
        Assert.Equal(1, sockets.Broker.GetStatistics().Refused[RefusalReason.ConnectionsOfAddress]);

        await first.SendAsync("c000");
        await first.ExpectAsync("d000");
        await second.SendAsync("c000");
        await second.ExpectAsync("d000");
    }

    /// <summary>M1: no time passes, so what closes it is what it said.</summary>
    [Theory]
    [InlineData("40 7f")]
    [InlineData("82 ff 7f 00")]
    [InlineData("10 81 80 01")]
    public async Task FirstPacket_NotToBeTaken_IsClosedAtItsHeader(string header)
    {
        await using var sockets = new SocketBroker();
        await using var client = await StreamClient.OpenAsync(sockets.Tcp);
        await client.SendAsync(header);
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task Qos0_ReaderThatStops_DropsAreCountedAndTheRestArrives()
    {
        await using var sockets = new SocketBroker();
        await using var slow = await sockets.SubscribedAsync('s', 'a');
        await using var publisher = await sockets.ConnectAsync('p');
        await SocketBroker.FloodAsync(publisher, 'a', Messages, 200_000);
        var dropped = sockets.Broker.GetStatistics().Dropped[DropReason.OutboundFull];
        Assert.InRange(dropped, 1, Messages - 1);

        // What was not dropped comes whole and in order.
        var number = 0;
        for (var i = 0; i < Messages - dropped; i++)
        {
            var got = await slow.ReadAsync(SocketBytes.Publish('a', 0, 200_000).Length);
            while (number < Messages && !got.AsSpan().SequenceEqual(SocketBytes.Publish('a', number, 200_000)))
            {
                number++;
            }

            Assert.True(number++ < Messages, $"packet {i} is none of those that were left");
        }

        await slow.SendAsync("c000");
        await slow.ExpectAsync("d000");
        await publisher.SendAsync(SocketBytes.Publish('a', 99, 200_000));
        await slow.ExpectAsync(SocketBytes.Publish('a', 99, 200_000), "the next");
        Assert.Equal(dropped, sockets.Broker.GetStatistics().Dropped[DropReason.OutboundFull]);
    }

    [Fact]
    public async Task Qos1_ReaderThatStops_EverythingArrivesWhenItReads()
    {
        await using var sockets = new SocketBroker(new BrokerLimits { QueuedBytesMax = 64 * 1024 * 1024 });
        await using var slow = await sockets.SubscribedAsync('s', 'a', qos: 1);
        await using var publisher = await sockets.ConnectAsync('p');
        for (var i = 1; i <= Messages; i++)
        {
            await publisher.SendAsync(SocketBytes.Publish('a', i, 200_000, qos: 1));
            await publisher.ExpectAsync($"4002 {i:x4}");
        }

        // The broker numbers them as the publisher did.
        for (var i = 1; i <= Messages; i++)
        {
            await slow.ExpectAsync(SocketBytes.Publish('a', i, 200_000, qos: 1), $"packet {i}");
            await slow.SendAsync($"4002 {i:x4}");
        }

        await slow.SendAsync("c000");
        await slow.ExpectAsync("d000");
        Assert.Empty(sockets.Broker.GetStatistics().Dropped);
    }

    [Fact]
    public async Task Stalled_IsCutAfterTheTimeoutAndOthersStay()
    {
        await using var sockets = new SocketBroker();
        await using var slow = await sockets.SubscribedAsync('s', 'a');
        await using var publisher = await sockets.ConnectAsync('p');
        await SocketBroker.FloodAsync(publisher, 'a', Messages, 200_000);
        sockets.Time.Advance(TimeSpan.FromSeconds(30));
        await sockets.DisconnectedAsync("s");
        await publisher.SendAsync("c000");
        await publisher.ExpectAsync("d000");
    }

    /// <summary>What fails on one connection's packet ends that connection: it must not stay open for ever.</summary>
    [Fact]
    public async Task Policy_Throws_TheConnectionEndsAndOthersStay()
    {
        await using var sockets = new SocketBroker(policy: new FailingPolicy(), expectedErrors: [3011]);
        await using var other = await sockets.ConnectAsync('o');
        await using var client = await StreamClient.OpenAsync(sockets.Tcp);
        await client.SendAsync("100d 0004 4d515454 04 02 0000 0001 78");
        await client.ExpectClosedAsync();
        await sockets.Log.WaitForAsync(3011).WaitAsync(StreamClient.Patience);
        await other.SendAsync("c000");
        await other.ExpectAsync("d000");
    }

    private sealed class FailingPolicy : IAccessPolicy
    {
        public ReasonCode Connect(AccessSubject subject, ReadOnlyMemory<byte>? password) =>
            subject.ClientId == "x" ? throw new InvalidOperationException("The list of users cannot be read.") : ReasonCode.Success;

        public ReasonCode Publish(AccessSubject subject, ReadOnlySpan<byte> topic) => ReasonCode.Success;

        public ReasonCode Subscribe(AccessSubject subject, string filter) => ReasonCode.Success;
    }
}
