using IotHub.Contracts.Messages;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.State;
using IotHub.Runtime.Storing;
using static IotHub.Runtime.Tests.TestHub;

namespace IotHub.Runtime.Tests;

public sealed class AvailabilityTests
{
    private readonly TestHub _hub = new();

    [Fact]
    public void Step_QuietLamp_IsSilentAtExactlyTwoIntervalsAndOnlineWithItsNextWord()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.RunTo(Noon.AddMinutes(20) - TimeSpan.FromTicks(1));
        Assert.Equal(DeviceAvailability.Online, Liveness.Availability);
        var told = Assert.Single(_hub.RunTo(Noon.AddMinutes(20)).OfType<HubOutput.AvailabilityChanged>());
        Assert.Equal((DeviceAvailability.Silent, Noon.AddMinutes(20)), (told.Liveness.Availability, told.At));

        // Its connection still stands, and rules see what they always saw.
        Assert.True(_hub.Snapshot.Devices.Single().IsOnline);
        var back = Assert.Single(_hub.Report("hall-lamp", lamp, ("light.on", On)).OfType<HubOutput.AvailabilityChanged>());
        Assert.Equal(DeviceAvailability.Online, back.Liveness.Availability);
    }

    [Fact]
    public void Step_StatusOffline_IsOfflineAndAnyWordMakesItOnline()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        var outputs = _hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("hall-lamp", false)));
        Assert.Equal(DeviceAvailability.Offline, Assert.Single(outputs.OfType<HubOutput.AvailabilityChanged>()).Liveness.Availability);
        _hub.Report("hall-lamp", lamp, ("light.on", On));
        Assert.Equal(DeviceAvailability.Online, Liveness.Availability);
        Assert.False(_hub.Snapshot.Devices.Single().IsOnline);
    }

    [Fact]
    public void Step_MessageThatIsRefused_IsASignOfLifeAllTheSame()
    {
        _hub.Join("hall-lamp", "light");
        _hub.RunTo(Noon.AddMinutes(10));
        _hub.Step(new HubInput.Refuse(new RejectedMessage("hall-lamp", "devices/hall-lamp/properties", new Rejection(RejectionReason.Malformed, "No JSON."))));
        Assert.Equal(Noon.AddMinutes(10), Liveness.LastHeardAt);
    }

    [Fact]
    public void Restore_DeviceFromBefore_IsUnknownUntilHeardAndARetainedStatusIsNoWord()
    {
        var lamp = Contract("light");
        _hub.Loop.Restore(
            StoredHome.Empty with { Devices = [new StoredDevice("hall-lamp", "Hall lamp", "Hall", "hall-lamp", "urn-light", null, null, Noon)] }, _ => lamp, Noon);
        Assert.Equal((DeviceAvailability.Unknown, (DateTimeOffset?)null), (Liveness.Availability, Liveness.LastHeardAt));
        var outputs = _hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("hall-lamp", true), IsRetained: true));
        Assert.Single(outputs.OfType<HubOutput.OnlineChanged>());
        Assert.Single(outputs.OfType<HubOutput.Question>());
        Assert.Equal(DeviceAvailability.Unknown, Liveness.Availability);
        _hub.Report("hall-lamp", lamp, ("light.on", On));
        Assert.Equal(DeviceAvailability.Online, Liveness.Availability);
    }

    [Fact]
    public void Restore_RetainedOffline_IsOffline()
    {
        var lamp = Contract("light");
        _hub.Loop.Restore(
            StoredHome.Empty with { Devices = [new StoredDevice("hall-lamp", "Hall lamp", "Hall", "hall-lamp", "urn-light", null, null, Noon)] }, _ => lamp, Noon);
        _hub.Step(new HubInput.FromDevice(new DeviceStatusChanged("hall-lamp", false), IsRetained: true));
        Assert.Equal(DeviceAvailability.Offline, Liveness.Availability);
    }

    [Fact]
    public void Step_ValueReportedAgain_IsToldAsSeenWithTheDevice()
    {
        var lamp = _hub.Join("hall-lamp", "light");
        _hub.Report("hall-lamp", lamp, ("light.on", On));
        _hub.RunTo(Noon.AddSeconds(30));
        var heard = Assert.Single(_hub.Report("hall-lamp", lamp, ("light.on", On)).OfType<HubOutput.Heard>());
        Assert.Equal(Noon.AddSeconds(30), heard.Liveness.LastHeardAt);
        Assert.Equal((Noon, Noon.AddSeconds(30)), (heard.States[0].ChangedAt, heard.States[0].SeenAt));
    }

    [Fact]
    public void IsStale_ReportedProperty_IsOlderThanTwoIntervals()
    {
        var property = Contract("light").Properties[0];
        var state = new PropertyState(On, ValueOrigin.Reported, Noon, Noon, 1);
        var kept = new ReportInterval(TimeSpan.FromMinutes(1), IntervalSource.Learned);
        Assert.False(Freshness.IsStale(state, property, kept, Noon.AddMinutes(2)));
        Assert.True(Freshness.IsStale(state, property, kept, Noon.AddMinutes(2).AddTicks(1)));
        Assert.False(Freshness.IsStale(state, property, kept with { Source = IntervalSource.Default }, Noon.AddDays(9)));
        Assert.True(Freshness.IsStale(state, property with { ReportInterval = TimeSpan.FromSeconds(5) }, kept with { Source = IntervalSource.Default }, Noon.AddSeconds(11)));
        Assert.False(Freshness.IsStale(default, property, kept, Noon.AddDays(9)));
    }

    private DeviceLiveness Liveness => _hub.Snapshot.Devices.Single().Liveness;
}
