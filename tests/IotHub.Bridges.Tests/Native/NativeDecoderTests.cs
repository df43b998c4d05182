using System.Text;
using IotHub.Bridges.Native;
using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Runtime;

namespace IotHub.Bridges.Tests.Native;

public sealed class NativeDecoderTests
{
    private readonly NativeDecoder _decoder = new(Kinds.All, devicesMax: 2);

    [Theory]
    [InlineData("elsewhere/a/status")]
    [InlineData("devices/a")]
    [InlineData("devices//status")]
    [InlineData("devices/a/no-such")]
    [InlineData("")]
    public void Decode_TopicOutsideTheContract_IsRefused(string topic) =>
        Assert.Equal(RejectionReason.UnknownTopic, Refusal(topic, "online").Rejection.Reason);

    [Theory]
    [InlineData("devices/a/requests")]
    [InlineData("devices/a/firmware/offer")]
    public void Decode_TopicThatGoesDown_IsRefused(string topic)
    {
        _decoder.Know("a", Kinds.Of("light"));

        Assert.Equal(RejectionReason.UnknownTopic, Refusal(topic, "{}").Rejection.Reason);
    }

    [Theory]
    [InlineData("status", "online")]
    [InlineData("properties", "{\"light.on\":true}")]
    [InlineData("responses", "{\"id\":\"1\",\"code\":0}")]
    [InlineData("events/light.click", "{}")]
    public void Decode_DeviceThatDidNotAnnounceItself_IsRefusedAndToldWhatToDo(string ending, string payload)
    {
        var refused = Refusal($"devices/a/{ending}", payload);

        Assert.Equal(("a", RejectionReason.UnknownDevice), (refused.Did, refused.Rejection.Reason));
        Assert.Contains("devices/a/announce", refused.Rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Announced_MayReportThen()
    {
        var announced = Assert.IsType<DeviceAnnounced>(Message("devices/a/announce", Announce("light")));

        Assert.Same(Kinds.Of("light"), announced.Contract);
        Assert.IsType<DevicePropertiesReported>(Message("devices/a/properties", "{\"light.on\":true}"));
    }

    [Fact]
    public void Decode_ContractTheHubDoesNotHave_IsHandedOnWithoutOneAndMayNotReport()
    {
        var announced = Assert.IsType<DeviceAnnounced>(Message("devices/a/announce", "{\"contract\":\"urn:miot-spec-v2:device:kettle:0000A009:nobody-x:1\"}"));

        Assert.Null(announced.Contract);
        Assert.Equal(RejectionReason.UnknownDevice, Refusal("devices/a/properties", "{\"light.on\":true}").Rejection.Reason);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Decode_PayloadAroundTheBound_IsRefusedBeyondIt(int beyond, bool isTooLarge)
    {
        _decoder.Know("a", Kinds.Of("light"));
        const string Report = "{\"light.on\":true}";
        var payload = Report + new string(' ', MessageLimits.PayloadBytesMax - Report.Length + beyond);

        var input = _decoder.Decode("devices/a/properties", Encoding.UTF8.GetBytes(payload)).Input;

        Assert.Equal(isTooLarge, input is HubInput.Refuse { Message.Rejection.Reason: RejectionReason.PayloadTooLarge });
        Assert.Equal(!isTooLarge, input is HubInput.FromDevice);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Decode_DevicesAroundTheBound_AreTakenUpToIt(int count, bool isLastTaken)
    {
        HubInput last = HubInput.Tick.Instance;
        for (var i = 1; i <= count; i++)
        {
            last = _decoder.Decode($"devices/lamp-{i}/announce", Encoding.UTF8.GetBytes(Announce("light"))).Input;
        }

        Assert.Equal(isLastTaken, last is HubInput.FromDevice);
        Assert.Equal(!isLastTaken, last is HubInput.Refuse { Message.Rejection.Reason: RejectionReason.LimitReached });

        // One that is remembered may always announce itself again.
        Assert.IsType<DeviceAnnounced>(Message("devices/lamp-1/announce", Announce("light")));
    }

    [Theory]
    [InlineData("light", InboxLane.Comfort)]
    [InlineData("motion-sensor", InboxLane.Comfort)]
    [InlineData("contact-sensor", InboxLane.Comfort)]
    [InlineData("outlet", InboxLane.Comfort)]
    [InlineData("speaker", InboxLane.Comfort)]
    [InlineData("air-purifier", InboxLane.Comfort)]
    [InlineData("temperature-humidity-sensor", InboxLane.Telemetry)]
    [InlineData("illumination-sensor", InboxLane.Telemetry)]
    [InlineData("smoke-sensor", InboxLane.Safety)]
    [InlineData("gas-sensor", InboxLane.Safety)]
    [InlineData("leak-sensor", InboxLane.Safety)]
    [InlineData("lock", InboxLane.Safety)]
    [InlineData("button", InboxLane.Person)]
    [InlineData("knob", InboxLane.Person)]
    [InlineData("doorbell", InboxLane.Person)]
    [InlineData("fan", InboxLane.Comfort)]
    public void Decode_AllThatADeviceSays_TakesTheLaneOfItsKind(string kind, InboxLane lane)
    {
        Assert.Equal(lane, Lane("announce", Announce(kind)));
        Assert.Equal(lane, Lane("status", "online"));
        Assert.Equal(lane, Lane("status", "neither"));
        Assert.Equal(lane, Lane("responses", "{\"id\":\"1\",\"code\":0}"));
        Assert.Equal(lane, Lane("properties", "{}"));
    }

    [Theory]
    [InlineData("smoke-sensor", "smoke-detected", InboxLane.Safety)]
    [InlineData("water-leak-sensor", "leak", InboxLane.Safety)]
    [InlineData("door-lock", "click", InboxLane.Safety)]
    [InlineData("remote-control", "click", InboxLane.Person)]
    [InlineData("remote-control", "long-press", InboxLane.Person)]
    public void Decode_DeviceThatProtectsOrIsPressed_GoesBeforeTheOthers(string service, string happening, InboxLane lane)
    {
        var text = $$"""
            {
              "type": "urn:miot-spec-v2:device:{{service}}:0000A0FF:test-one:1", "description": "Test",
              "services": [ {
                "iid": 2, "type": "urn:miot-spec-v2:service:{{service}}:000078FF:test-one:1", "description": "Test",
                "properties": [], "events": [ { "iid": 1, "type": "urn:miot-spec-v2:event:{{happening}}:000050FF:test-one:1", "description": "Test", "arguments": [] } ]
              } ]
            }
            """;
        var parsed = Contracts.Parsing.ContractParser.Parse(Encoding.UTF8.GetBytes(text), "test");
        Assert.True(parsed.Contract is not null, string.Join("; ", parsed.Diagnostics.Select(fault => fault.Message)));

        Assert.Equal(lane, InboxLaneOf.Device(parsed.Contract));
    }

    private static string Announce(string kind) => $$"""{"contract":"{{Kinds.Of(kind).Type.Text}}"}""";

    private InboxLane Lane(string ending, string payload) => _decoder.Decode($"devices/a/{ending}", Encoding.UTF8.GetBytes(payload)).Lane;

    private DeviceMessage Message(string topic, string payload) =>
        Assert.IsType<HubInput.FromDevice>(_decoder.Decode(topic, Encoding.UTF8.GetBytes(payload)).Input).Message;

    private RejectedMessage Refusal(string topic, string payload)
    {
        var refused = Assert.IsType<HubInput.Refuse>(_decoder.Decode(topic, Encoding.UTF8.GetBytes(payload)).Input).Message;
        Assert.Equal(topic, refused.Topic);
        Assert.EndsWith(".", refused.Rejection.Message, StringComparison.Ordinal);
        return refused;
    }
}
