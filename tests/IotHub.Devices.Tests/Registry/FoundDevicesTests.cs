using IotHub.Devices.Registry;

namespace IotHub.Devices.Tests.Registry;

public sealed class FoundDevicesTests
{
    [Fact]
    public void Save_BeyondCapacity_ForgetsTheOneSeenLongestAgo()
    {
        var found = new FoundDevices<string>(2);
        found.Save("a", "A");
        found.Save("b", "B");
        found.Save("a", "A again");
        Assert.Equal("b", found.Save("c", "C"));
        Assert.Equal(["A again", "C"], found.All);
        Assert.False(found.TryGet("b", out _));
    }
}
