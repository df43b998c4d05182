using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Scenarios.Load;

namespace IotHub.DeviceSim.Tests.Scenarios;

public sealed class LoadRunTests
{
    [Fact]
    public async Task RunAsync_ManyDevices_EveryMessageIsAcknowledgedOnce()
    {
        Assert.True(SimContracts.Catalogue.TryGetKind("temperature-humidity-sensor", out var contract));
        using var hub = new TinyHub();
        var options = new LoadOptions { Endpoint = new MqttEndpoint("memory", 1, Connector: hub), Contract = contract, Devices = 7, Rate = 200, Duration = TimeSpan.FromSeconds(0.5) };
        var report = await new LoadRun(options, TimeProvider.System).RunAsync(CancellationToken.None);
        Assert.Equal((7, 100, 100, 0, 0), (report.Devices, report.Sent, report.Acknowledged, report.Refused, report.Lost));
        Assert.NotNull(report.LatencyP99Milliseconds);
        Assert.Equal(100 + (7 * 3) + 7, hub.Log.Count);
    }
}
