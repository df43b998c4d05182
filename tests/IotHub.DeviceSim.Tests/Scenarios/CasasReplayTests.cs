using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;
using IotHub.DeviceSim.Scenarios;
using IotHub.DeviceSim.Scenarios.Recordings;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Scenarios;

public sealed class CasasReplayTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task RunAsync_DrivenClock_LampFollowsAtTheExactMomentsAndTwoRunsAgree()
    {
        await File.WriteAllTextAsync(
            _path,
            """
            2011-06-15 07:00:00.5 Kitchen Kitchen ON Cook
            2011-06-15 07:00:05 Kitchen Kitchen OFF

            2011-06-15 07:30:00 OutsideDoor FrontDoor OPEN
            nonsense
            2011-06-15 07:30:09 OutsideDoor FrontDoor CLOSE
            2011-06-15 07:31:00 Kitchen Kitchen ON
            """);
        var (report, log) = await ReplayAsync();

        Assert.Equal((7, 5, 1, 1), (report.Lines, report.Published, report.Blank, report.Rejected["TooFewColumns"]));
        Assert.Equal((2, 8, 4), (report.Sensors, report.Actuators, (int)report.Requests));
        Assert.Equal(2, report.LatencySamples);
        var lamp = log.Where(line => line.Contains("kitchen-light/properties {\"light.on\"", StringComparison.Ordinal) && line.EndsWith("e}", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                """2011-06-15T07:00:00.5000000+00:00 devices/kitchen-light/properties {"light.on":true}""",
                """2011-06-15T07:10:00.5000000+00:00 devices/kitchen-light/properties {"light.on":false}""",
                """2011-06-15T07:31:00.0000000+00:00 devices/kitchen-light/properties {"light.on":true}""",
                """2011-06-15T07:41:00.0000000+00:00 devices/kitchen-light/properties {"light.on":false}""",
            ],
            lamp);
        Assert.Contains("""2011-06-15T07:30:00.0000000+00:00 devices/outside-door-front-door-contact/properties {"contact-sensor.contact-state":false}""", log);

        var (_, again) = await ReplayAsync();
        Assert.Equal(log, again);
    }

    private async Task<(ReplayReport Report, List<string> Log)> ReplayAsync()
    {
        using var hub = new TinyHub();
        var home = SimulatedHome.Load(RepositoryRoot.Path("device-sim", "homes", "casas-home.json"), SimContracts.Catalogue);
        var options = new ReplayOptions
        {
            Path = _path,
            Endpoint = new MqttEndpoint("memory", 1, Connector: hub),
            Catalogue = SimContracts.Catalogue,
            DrivesClock = true,
            Home = home.Plan,
        };
        var report = await new RecordingReplay(options, new ManualTime(DateTimeOffset.UnixEpoch)).RunAsync(null, CancellationToken.None);

        // How devices leave is not driven: they go all at once.
        return (report, [.. hub.Log.Where(line => !line.EndsWith(" offline", StringComparison.Ordinal))]);
    }
}
