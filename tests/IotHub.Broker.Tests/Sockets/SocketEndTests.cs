using IotHub.Broker.Tests.Listeners;

namespace IotHub.Broker.Tests.Sockets;

/// <summary>Peers that go: in the middle of a packet, while they are written to, one way only.</summary>
public sealed class SocketEndTests
{
    /// <summary>The Will tells that the broker has noticed.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3064 0001 61 00")]
    [InlineData("30 80 80 08 0001 61 00")]
    public async Task Reset_InTheMiddleOfAPacket_EndsThatConnectionOnly(string begun)
    {
        await using var sockets = new SocketBroker();
        await using var other = await sockets.SubscribedAsync('o', 'w');
        var client = await WithWillAsync(sockets);
        await client.SendAsync(begun);
        client.Reset();
        await other.ExpectAsync("3004 0001 77 21");
        await other.SendAsync("3004 0001 77 22");
        await other.ExpectAsync("3004 0001 77 22");
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Reset_WhileTheBrokerWritesToIt_EndsThatConnectionOnly()
    {
        await using var sockets = new SocketBroker();
        await using var other = await sockets.SubscribedAsync('o', 'w');
        var client = await WithWillAsync(sockets);
        await client.SendAsync("8206 0001 0001 61 00");
        await client.ExpectAsync("9003 0001 00");

        // More than the buffers of both sides hold.
        await SocketBroker.FloodAsync(other, 'a', 40, 250_000);
        client.Reset();
        await other.ExpectAsync("3004 0001 77 21");
        await other.SendAsync(SocketBytes.Publish('a', 1, 250_000));
        await other.SendAsync("c000");
        await other.ExpectAsync("d000");
        await client.DisposeAsync();
    }

    [Fact]
    public async Task HalfClose_WhatWasWrittenBeforeAndTheLastPublish_Arrive()
    {
        await using var sockets = new SocketBroker();
        await using var other = await sockets.SubscribedAsync('o', 'b');
        var client = await sockets.SubscribedAsync('a', 'a');
        var large = SocketBytes.Publish('a', 1, 200_000);
        byte[] said = [.. large, .. SocketBytes.Publish('b', 2, 3)];
        await client.SendAsync(said);
        client.FinishSending();
        await other.ExpectAsync(SocketBytes.Publish('b', 2, 3), "the last");
        await client.ExpectAsync(large, "what was written");
        Assert.Empty(await client.RestAsync());
        await client.DisposeAsync();
    }

    /// <summary>More than the buffers of both sides hold waits for a peer that has said all it wants to say.</summary>
    [Fact]
    public async Task HalfClose_WhileTheBrokerWaitsToWrite_AllArrives()
    {
        await using var sockets = new SocketBroker();
        await using var other = await sockets.ConnectAsync('o');
        var client = await sockets.SubscribedAsync('a', 'a');
        var packet = SocketBytes.Publish('a', 1, 250_000);
        for (var i = 0; i < 40; i++)
        {
            await other.SendAsync(packet);
        }

        await other.SendAsync("c000");
        await other.ExpectAsync("d000");
        var dropped = sockets.Broker.GetStatistics().Dropped[Delivery.DropReason.OutboundFull];
        client.FinishSending();
        for (var i = 0; i < 40 - dropped; i++)
        {
            await client.ExpectAsync(packet, $"packet {i}");
        }

        Assert.Empty(await client.RestAsync());
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Stop_ClientsOf5_AreToldGoodbye()
    {
        await using var sockets = new SocketBroker(loops: 2);
        var clients = new List<StreamClient>();
        for (var i = 0; i < 4; i++)
        {
            var client = await StreamClient.OpenAsync(i % 2 == 0 ? sockets.Tcp : sockets.Unix);
            await client.SendAsync($"100e 0004 4d515454 05 02 003c 00 0001 {'a' + i:x2}");
            await client.ReadAsync(16);
            clients.Add(client);
        }

        await sockets.Broker.StopAsync(CancellationToken.None);
        foreach (var client in clients)
        {
            await client.ExpectClosedAsync("e0028b00");
            await client.DisposeAsync();
        }
    }

    /// <summary>Client "a" with a Will "!" on the topic "w".</summary>
    private static async Task<StreamClient> WithWillAsync(SocketBroker sockets)
    {
        var client = await StreamClient.OpenAsync(sockets.Tcp);
        await client.SendAsync("1013 0004 4d515454 04 06 0000 0001 61 0001 77 0001 21");
        await client.ExpectAsync("20020000");
        return client;
    }
}
