using IotHub.Contracts.Topics;

namespace IotHub.Contracts.Tests.Topics;

public sealed class DeviceTopicsTests
{
    [Theory]
    [InlineData("devices/lamp-1/announce", DeviceTopicKind.Announce, null)]
    [InlineData("devices/lamp-1/status", DeviceTopicKind.Status, null)]
    [InlineData("devices/lamp-1/properties", DeviceTopicKind.Properties, null)]
    [InlineData("devices/lamp-1/events/motion-sensor.motion-detected", DeviceTopicKind.Event, "motion-sensor.motion-detected")]
    [InlineData("devices/lamp-1/requests", DeviceTopicKind.Requests, null)]
    [InlineData("devices/lamp-1/responses", DeviceTopicKind.Responses, null)]
    [InlineData("devices/lamp-1/firmware/offer", DeviceTopicKind.FirmwareOffer, null)]
    [InlineData("devices/lamp-1/firmware/progress", DeviceTopicKind.FirmwareProgress, null)]
    public void TryParse_TopicOfTheContract_IsTakenApartAndBuiltAgain(string topic, DeviceTopicKind kind, string? eventKey)
    {
        Assert.True(DeviceTopics.TryParse(topic, out var parsed));
        Assert.Equal(new DeviceTopic("lamp-1", kind, eventKey), parsed);
        Assert.Equal(topic, DeviceTopics.Build(parsed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("devices")]
    [InlineData("devices/")]
    [InlineData("devices/lamp")]
    [InlineData("devices//status")]
    [InlineData("devices/lamp/")]
    [InlineData("devices/lamp/Status")]
    [InlineData("devices/lamp/status/")]
    [InlineData("devices/lamp/events")]
    [InlineData("devices/lamp/events/")]
    [InlineData("devices/lamp/events/a/b")]
    [InlineData("devices/+/status")]
    [InlineData("devices/la#mp/status")]
    [InlineData("devices/la\u0007mp/status")]
    [InlineData("/devices/lamp/status")]
    [InlineData("home/lamp/status")]
    public void TryParse_AnyOtherTopic_IsFalse(string topic) => Assert.False(DeviceTopics.TryParse(topic, out _));

    [Fact]
    public void IsValidDid_Length_IsOneTo64()
    {
        Assert.True(DeviceTopics.IsValidDid(new string('a', 64)));
        Assert.False(DeviceTopics.IsValidDid(new string('a', 65)));
        Assert.False(DeviceTopics.IsValidDid(""));
        Assert.True(DeviceTopics.IsValidDid("灯😀"));
        Assert.False(DeviceTopics.IsValidDid("a\ud83d"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("#")]
    public void Build_InvalidDid_Throws(string did) => Assert.Throws<ArgumentException>(() => DeviceTopics.Status(did));

    [Fact]
    public void Build_EventWithoutAddress_Throws() => Assert.Throws<ArgumentException>(() => DeviceTopics.Build(new DeviceTopic("a", DeviceTopicKind.Event)));
}
