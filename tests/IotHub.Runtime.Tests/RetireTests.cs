using IotHub.Devices;
using IotHub.Runtime.Storing;
using static IotHub.Runtime.Tests.TestHub;

namespace IotHub.Runtime.Tests;

public sealed class RetireTests
{
    private readonly TestHub _hub = new();

    [Fact]
    public void Step_RetiredWhileConnected_IsFoundAndCanBeAdoptedAgain()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Step(new HubInput.Retire("hall-lamp"));
        Assert.Equal("hall-lamp", Assert.Single(_hub.Snapshot.Found).Did);
        Assert.IsType<HubOutput.Refused>(Assert.Single(_hub.Report("hall-lamp", lamp, ("light.on", On))));
        Assert.True(_hub.Ask(new HubInput.Adopt("hall-lamp", "new-lamp", null, null)).Accepted);
        Assert.Equal("new-lamp", Assert.Single(_hub.Snapshot.Devices).Device.Name);
        Assert.Empty(_hub.Snapshot.Retired);
    }

    [Fact]
    public void Step_RetiredWhileAway_IsFoundOnlyWhenItAnnouncesItself()
    {
        _hub.Join("hall-lamp", "light");
        _hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("hall-lamp", false)));
        _hub.Step(new HubInput.Retire("hall-lamp"));
        Assert.Empty(_hub.Snapshot.Found);
        _hub.Announce("hall-lamp", Contract("light"));
        Assert.Empty(_hub.Snapshot.Devices);
        Assert.Single(_hub.Snapshot.Found);
    }

    [Fact]
    public void Restore_RetiredBefore_IsFoundAndNotAdoptedByItself()
    {
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = true });
        hub.Loop.Restore(StoredHome.Empty with { Retired = ["hall-lamp"] }, _ => null, Noon);
        hub.Announce("hall-lamp", Contract("light"));
        hub.Announce("other-lamp", Contract("light"));
        Assert.Equal("other-lamp", Assert.Single(hub.Snapshot.Devices).Device.Did);
        Assert.Equal("hall-lamp", Assert.Single(hub.Snapshot.Found).Did);
        Assert.Equal("hall-lamp", Assert.Single(hub.Snapshot.Retired));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Step_RetiredAroundTheBound_ForgetsTheFirst(int count, bool isFirstKept)
    {
        var hub = new TestHub(new HubLoopOptions { AdoptsAnnounced = true, Devices = new DeviceLimits { RetiredMax = 2 } });
        for (var i = 1; i <= count; i++)
        {
            hub.Join($"lamp-{i}", "light");
            hub.Step(new HubInput.Retire($"lamp-{i}"));
        }

        Assert.Equal(isFirstKept, hub.Snapshot.Retired.Contains("lamp-1"));
    }
}
