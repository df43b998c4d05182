using IotHub.Bridges.Native;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Commands;
using IotHub.Devices.Registry;
using IotHub.Runtime;

namespace IotHub.Bridges.Tests.Native;

public sealed class NativeBridgeTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly MemoryBus _bus = new();
    private readonly HubInbox _inbox = new(2);
    private readonly NativeBridge _bridge;
    private readonly CancellationTokenSource _stop = new();

    public NativeBridgeTests() => _bridge = new NativeBridge(_bus, _inbox, new NativeDecoder(Kinds.All, 10));

    public void Dispose()
    {
        _inbox.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Offer_Set_PublishesTheRequestOnTheDevicesTopic()
    {
        _bus.Open();
        var run = _bridge.RunAsync(_stop.Token);
        _bridge.Offer([Set("17", ("light.on", PropertyValue.FromBoolean(true)), ("light.brightness", PropertyValue.FromInteger(60)))]);

        Assert.Equal(("devices/AA-01/requests", """{"id":"17","set":{"light.on":true,"light.brightness":60}}"""), await _bus.NextAsync());
        await _stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Offer_Call_PublishesActionAndArguments()
    {
        _bus.Open();
        var speaker = Kinds.Of("speaker");
        Assert.True(speaker.TryGetAction("intelligent-speaker.play-text", out var action));
        var run = _bridge.RunAsync(_stop.Token);
        _bridge.Offer([new HubOutput.Request(Command("18", speaker.Kind) with { Call = action, In = [new PropertyReading(action.In[0], PropertyValue.FromText("Dinner"))] })]);

        Assert.Equal(
            ("devices/AA-01/requests", """{"id":"18","call":"intelligent-speaker.play-text","in":{"intelligent-speaker.text-content":"Dinner"}}"""),
            await _bus.NextAsync());
        await _stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Offer_RequestAgainOrInPart_PublishesItsOwnIdAndValues()
    {
        _bus.Open();
        var run = _bridge.RunAsync(_stop.Token);
        var command = Set("17", ("light.on", PropertyValue.FromBoolean(true)), ("light.brightness", PropertyValue.FromInteger(60))).Command;
        _bridge.Offer([new HubOutput.Request(new DeviceRequest("17.2", command.Device, command, [command.Set[1]], [], 3))]);

        Assert.Equal(("devices/AA-01/requests", """{"id":"17.2","set":{"light.brightness":60}}"""), await _bus.NextAsync());
        await _stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Offer_Question_PublishesAGet()
    {
        _bus.Open();
        var run = _bridge.RunAsync(_stop.Token);
        var device = Command("1", "light").Device;
        _bridge.Offer([new HubOutput.Question(new DeviceRequest("ask-1", device, null, [], [device.Contract.Properties[0], device.Contract.Properties[1]], 0))]);

        Assert.Equal(("devices/AA-01/requests", """{"id":"ask-1","get":["light.on","light.brightness"]}"""), await _bus.NextAsync());
        await _stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task Offer_DeviceRetired_ClearsWhatTheBusKeepsAndForgetsTheHardware()
    {
        _bus.Open();
        await _bridge.ListenAsync(false, CancellationToken.None);
        await _bus.DeliverAsync(DeviceTopics.UpFilters[0], "devices/AA-01/announce", $$"""{"contract":"{{Kinds.Of("light").Type.Text}}"}""");
        Take();
        var run = _bridge.RunAsync(_stop.Token);
        _bridge.Offer([new HubOutput.DeviceRetired(Command("1", "light").Device)]);

        Assert.Equal(("devices/AA-01/announce", "cleared"), await _bus.NextAsync());
        Assert.Equal(("devices/AA-01/status", "cleared"), await _bus.NextAsync());
        await _bus.DeliverAsync(DeviceTopics.UpFilters[0], "devices/AA-01/properties", """{"light.on":true}""");
        Assert.True(_inbox.TryTake(out var refused));
        Assert.IsType<HubInput.Refuse>(refused.Input);

        // Adopted again, it need not announce itself a second time.
        _bridge.Offer([new HubOutput.DeviceSaved(Command("1", "light").Device)]);
        await _bus.DeliverAsync(DeviceTopics.UpFilters[0], "devices/AA-01/properties", """{"light.on":true}""");
        Assert.IsType<DevicePropertiesReported>(Take());
        await _stop.CancelAsync();
        await run;
    }

    [Theory]
    [InlineData("devices/AA-01/announce")]
    [InlineData("devices/AA-01/status")]
    public async Task ListenAsync_RetainedMessageCleared_IsNobodysWord(string topic)
    {
        await _bridge.ListenAsync(false, CancellationToken.None);
        await _bus.DeliverAsync(DeviceTopics.UpFilters[0], topic, string.Empty);
        Assert.False(_inbox.TryTake(out _));
    }

    [Fact]
    public async Task ListenAsync_RetainedMessage_IsPostedAsSuch()
    {
        await _bridge.ListenAsync(false, CancellationToken.None);
        await _bus.DeliverAsync(DeviceTopics.UpFilters[0], "devices/a/announce", $$"""{"contract":"{{Kinds.Of("light").Type.Text}}"}""", isRetained: true);
        Assert.True(_inbox.TryTake(out var item));
        Assert.True(Assert.IsType<HubInput.FromDevice>(item.Input).IsRetained);
    }

    [Fact]
    public async Task Offer_ClockAdvanced_PublishesIt()
    {
        _bus.Open();
        var run = _bridge.RunAsync(_stop.Token);
        _bridge.Offer([new HubOutput.ClockAdvanced(4, Noon, 2)]);

        var (topic, payload) = await _bus.NextAsync();
        Assert.Equal(ClockTopics.Advanced, topic);
        Assert.Contains("\"requests\":2", payload, StringComparison.Ordinal);
        await _stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task RunAsync_StoppedWithRequestsQueued_SendsThemAllInOrderOnce()
    {
        _bridge.Offer([.. Enumerable.Range(1, 200).Select(i => Set($"{i}", ("light.on", PropertyValue.FromBoolean(true))))]);
        var run = _bridge.RunAsync(_stop.Token);

        // The first is held up on its way out when the stop comes.
        await _stop.CancelAsync();
        _bus.Open();
        await run;

        Assert.Equal(
            Enumerable.Range(1, 200).Select(i => $$$"""{"id":"{{{i}}}","set":{"light.on":true}}"""), _bus.TakePublished().Select(message => message.Payload));
    }

    [Fact]
    public void Offer_QueueFull_CountsWhatIsNotSent()
    {
        for (var i = 0; i < 4_100; i++)
        {
            _bridge.Offer([Set($"{i}", ("light.on", PropertyValue.FromBoolean(true)))]);
        }

        Assert.Equal(4, _bridge.Dropped);
    }

    [Fact]
    public async Task ListenAsync_DeviceMessages_ArePostedAndAFullLaneHoldsThePublisherBack()
    {
        await _bridge.ListenAsync(false, CancellationToken.None);
        Assert.Equal(DeviceTopics.UpFilters, _bus.Filters);
        await _bus.DeliverAsync(DeviceTopics.UpFilters[0], "devices/a/announce", $$"""{"contract":"{{Kinds.Of("light").Type.Text}}"}""");
        await _bus.DeliverAsync(DeviceTopics.UpFilters[0], "devices/a/properties", """{"light.on":true}""");
        var waiting = _bus.DeliverAsync(DeviceTopics.UpFilters[0], "devices/a/status", "offline").AsTask();
        Assert.False(waiting.IsCompleted);

        Assert.IsType<DeviceAnnounced>(Take());
        await waiting;
        Assert.IsType<DevicePropertiesReported>(Take());
        Assert.IsType<DeviceStatusChanged>(Take());
    }

    [Theory]
    [InlineData("{\"id\":3,\"to\":\"2026-03-02T12:00:00Z\"}", true)]
    [InlineData("{\"id\":3}", false)]
    [InlineData("later", false)]
    public async Task ListenAsync_DrivenClock_PostsAdvancesAndRefusesWhatIsNone(string payload, bool isTaken)
    {
        await _bridge.ListenAsync(true, CancellationToken.None);
        await _bus.DeliverAsync(ClockTopics.Advance, ClockTopics.Advance, payload);

        Assert.True(_inbox.TryTake(out var item));
        Assert.Equal(isTaken, item.Input is HubInput.AdvanceClock { Id: 3 });
        Assert.Equal(!isTaken, item.Input is HubInput.Refuse { Message.Topic: ClockTopics.Advance });
    }

    private static DeviceCommand Command(string id, string kind) => new()
    {
        Id = id,
        Device = new Device { Name = "hall-lamp", Label = "Hall lamp", Room = "Hall", Did = "AA-01", Contract = Kinds.Of(kind), AdoptedAt = Noon },
        Cause = Cause.Root(1, CauseOrigin.Person, "lin"),
        SentAt = Noon,
        Deadline = Noon.AddSeconds(5),
    };

    private static HubOutput.Request Set(string id, params (string Key, PropertyValue Value)[] values) => new(Command(id, "light") with
    {
        Set = [.. values.Select(value => new PropertyReading(Kinds.Of("light").Properties.Single(property => property.Key == value.Key), value.Value))],
    });

    private DeviceMessage Take() => _inbox.TryTake(out var item) ? ((HubInput.FromDevice)item.Input).Message : throw new InvalidOperationException("The inbox is empty.");
}
