using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Broker.Tests;

/// <summary>A client that connects again, and what one connection's trouble does to the others.</summary>
public sealed class TakeOverTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task TakeOver_Version5_TellsTheOlderConnection()
    {
        var older = await _fixture.ConnectV5Async("a");
        await _fixture.ConnectV5Async("a");
        await older.ExpectClosedAsync("e002 8e 00");
    }

    [Trait("Statement311", "MQTT-3.1.2-8")]
    [Fact]
    public async Task TakeOver_WillAndPresence_ComeBeforeTheNewConnection()
    {
        var events = new List<string>();
        _fixture.Broker.PresenceChanged += presence => Note($"{presence.ClientId} {presence.IsConnected}");
        using var subscription = _fixture.Broker.Subscribe("#", (message, _) =>
        {
            Note(message.Topic);
            return ValueTask.CompletedTask;
        });
        const string Connect = "1013 0004 4d515454 04 26 0000 0001 61 0001 77 0001 78";
        await _fixture.ConnectAsync(Connect, "20020000");
        var newer = await _fixture.ConnectAsync(Connect, "20020000");
        await newer.SendAsync("3003 0001 6f");
        await newer.ExpectNothingAsync();
        Assert.Equal(["a True", "w", "a False", "a True", "o"], events);

        void Note(string text)
        {
            lock (events)
            {
                events.Add(text);
            }
        }
    }

    [Fact]
    public async Task TakeOver_HandlerThatHangs_BlocksNotLongerThanTheLimit()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _fixture.Broker.Subscribe("hang", async (_, _) =>
        {
            entered.SetResult();
            await release.Task;
        });
        var older = await _fixture.ConnectAsync('a', clean: false);
        await older.SendAsync("3208 0004 68616e67 0001");
        await entered.Task;
        var newer = _fixture.Open();
        var armed = _fixture.Time.NextTimerAsync();
        await newer.SendAsync("100d 0004 4d515454 04 00 0000 0001 61");
        await armed;
        _fixture.Time.Advance(new BrokerLimits().TakeOverTimeout);
        await newer.ExpectAsync("20020100");
        release.SetResult();
        await older.Served;
        await newer.SendAsync("8206 0001 0001 61 00 3003 0001 61");
        await newer.ExpectAsync("9003 0001 00 3003 0001 61");
        Assert.Equal(1, _fixture.Broker.GetStatistics().Sessions);
    }

    [Trait("Statement311", "MQTT-4.8.0-1")]
    [Fact]
    public async Task Malformed_Packet_OthersKeepExchangingMessages()
    {
        var bad = await _fixture.ConnectAsync('b');
        var ping = await _fixture.ConnectAsync('p');
        var pong = await _fixture.ConnectAsync('q');
        await ping.SendAsync("8206 0001 0001 79 00");
        await ping.ExpectAsync("9003 0001 00");
        await pong.SendAsync("8206 0001 0001 78 00");
        await pong.ExpectAsync("9003 0001 00");
        for (var i = 0; i < 20; i++)
        {
            await ping.SendAsync("3003 0001 78");
            await pong.ExpectAsync("3003 0001 78");
            if (i == 10)
            {
                await bad.SendAsync("3003 0002 78");
                await bad.ExpectClosedAsync();
            }

            await pong.SendAsync("3003 0001 79");
            await ping.ExpectAsync("3003 0001 79");
        }

        Assert.Equal(2, _fixture.Broker.GetStatistics().Connections);
    }

    [Trait("Statement", "MQTT-3.2.2-19")]
    [Trait("Statement", "MQTT-3.2.2-20")]
    [Theory]
    [InlineData(39, true)]
    [InlineData(38, true)]
    [InlineData(37, false)]
    public async Task Connack_LargerThanTheClientTakes_LosesItsReasonString(int takes, bool whole)
    {
        var (client, server) = InMemoryTransport.CreatePair();
        var output = new ConnectionOutput(new PipeOutput(server.Output, null), new BrokerLimits(), new BrokerClock(_fixture.Time), new BrokerCounters())
        {
            Version = MqttProtocolVersion.V50,
            PacketBytesMax = takes,
        };
        output.Write(new ConnackPacket
        {
            ReasonCode = ReasonCode.ServerBusy,
            Properties = new MqttProperties { ReasonString = new string('r', 20), UserProperties = [new UserProperty("n", "v")], ServerKeepAlive = 7 },
        });
        output.Flush();
        output.Close();
        await output.Finished;
        var read = await client.Input.ReadAsync();
        Assert.Equal(whole ? 38 : 8, (int)read.Buffer.Length);
        Assert.Equal(0x89, read.Buffer.Slice(3).FirstSpan[0]);
    }
}
