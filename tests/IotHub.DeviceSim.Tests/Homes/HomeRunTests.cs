using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Homes;
using IotHub.DeviceSim.Faults;
using IotHub.Testing;

namespace IotHub.DeviceSim.Tests.Homes;

public sealed class HomeRunTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("single-flat.json", 30, 1)]
    [InlineData("holiday-flat.json", 34, 7)]
    [InlineData("family-house.json", 120, 5)]
    public async Task RunAsync_SameSeed_TheSameMessagesToTheByte(string file, int devices, int people)
    {
        var home = Load(file);
        Assert.Equal((devices, people), (home.Devices.Length, home.People.Length));
        var first = await RunAsync(home, TimeSpan.FromHours(12));
        var second = await RunAsync(home, TimeSpan.FromHours(12));
        Assert.True(first.Sent > devices * 20, $"{first.Sent} messages");
        Assert.Equal((first.Sent, first.Hash), (second.Sent, second.Hash));
    }

    [Fact]
    public async Task RunAsync_OtherSeed_OtherMessages()
    {
        var home = Load("single-flat.json");
        var first = await RunAsync(home, TimeSpan.FromHours(3));
        Assert.NotEqual(first.Hash, (await RunAsync(home.WithSeed(99), TimeSpan.FromHours(3))).Hash);
    }

    [Fact]
    public async Task RunAsync_FaultsBySeed_TheSameMessagesToTheByte()
    {
        var faults = new DeviceFaults { Loss = 0.1, Delay = TimeSpan.FromSeconds(4), Malformed = 0.02, RebootEvery = TimeSpan.FromHours(1), WifiUp = TimeSpan.FromMinutes(20) };
        var home = Load("single-flat.json");
        home = home with { Devices = [.. home.Devices.Select(device => device with { Faults = faults })] };
        var first = await RunAsync(home, TimeSpan.FromHours(5));
        Assert.Equal(first.Hash, (await RunAsync(home, TimeSpan.FromHours(5))).Hash);
        Assert.True(first.Messages["Announce"] > home.Devices.Length * 4);
    }

    [Fact]
    public async Task RunAsync_Weekday_ThePersonLivesByTheRoutine()
    {
        var log = await LogAsync(Load("single-flat.json"), TimeSpan.FromDays(1));

        // The door: out in the morning, in again in the evening.
        var opened = log.Where(entry => entry.Text.StartsWith("front-door/events/contact-sensor.opened", StringComparison.Ordinal)).Select(entry => entry.At.Hour).ToList();
        Assert.Equal(2, opened.Count);
        Assert.InRange(opened[0], 8, 8);
        Assert.InRange(opened[1], 17, 18);

        // Nobody is there in between: no motion anywhere.
        Assert.DoesNotContain(log, entry => entry.Text.Contains("motion-detected", StringComparison.Ordinal) && entry.At.Hour is >= 9 and < 17);
        Assert.Contains(log, entry => entry.Text.Contains("kitchen-motion/events/motion-sensor.motion-detected", StringComparison.Ordinal) && entry.At.Hour is 7);
        Assert.Contains(log, entry => entry.Text.StartsWith("kettle/events/kettle.heating-finished", StringComparison.Ordinal));
        Assert.Contains(log, entry => entry.Text.StartsWith("bedroom-blind/properties", StringComparison.Ordinal) && entry.Text.Contains("\"curtain.current-position\":0", StringComparison.Ordinal) && entry.At.Hour >= 22);
    }

    [Fact]
    public async Task RunAsync_HolidayFlat_IsEmptyUntilTheGuestsCome()
    {
        var log = await LogAsync(Load("holiday-flat.json"), TimeSpan.FromDays(3));
        var doors = log.Where(entry => entry.Text.StartsWith("front-door/events/contact-sensor.opened", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(doors);
        Assert.All(doors, entry => Assert.Equal(Monday.AddDays(2).Date, entry.At.Date));
    }

    [Fact]
    public async Task RunAsync_WithAHub_DrivesItsClockAndEverythingIsAcknowledged()
    {
        using var hub = new TinyHub();
        var options = new HomeRunOptions
        {
            Plan = Load("demo.json"),
            Endpoint = new MqttEndpoint("memory", 1, Connector: hub),
            DrivesClock = true,
            Duration = TimeSpan.FromHours(9),
            Start = Monday,
        };
        var report = await new HomeRun(options, new ManualTime(Monday)).RunAsync(null, CancellationToken.None);
        Assert.Equal(report.Sent, report.Acknowledged);
        Assert.Equal(0, report.Refused);
        Assert.True(report.Requests > 0);
        Assert.Equal(Monday.AddHours(9), report.To);

        // The hub asked for light when the kitchen saw motion; its clock and the messages agree.
        var asked = hub.Log.First(line => line.Contains("kitchen-motion/properties {\"motion-sensor.motion-state\":true}", StringComparison.Ordinal));
        Assert.Contains(hub.Log, line => line.Contains("kitchen-light/responses", StringComparison.Ordinal) && string.CompareOrdinal(line[..19], asked[..19]) >= 0);
    }

    [Theory]
    [InlineData(true, "99")]
    [InlineData(false, "0")]
    public async Task RunAsync_CellsRunDown_SomebodyPutsNewOnesInWhereThereIsUpkeep(bool hasUpkeep, string last)
    {
        var plan = HomeFile.Parse(
            """{"name":"a","devices":[{"did":"door","contract":"contact-sensor","initial":{"battery.battery-level":1}}]}"""u8.ToArray(), SimContracts.Catalogue).Plan!;
        var said = new List<string>();
        var options = new HomeRunOptions { Plan = plan, Duration = TimeSpan.FromDays(12), Start = Monday, HasUpkeep = hasUpkeep };
        await new HomeRun(options, TimeProvider.System)
        {
            Sending = (_, wire) => said.Add(System.Text.Encoding.UTF8.GetString(wire.Payload.Span)),
        }.RunAsync(null, CancellationToken.None);
        Assert.Contains(said, text => text.Contains("\"battery.battery-level\":0", StringComparison.Ordinal));
        Assert.Contains($"\"battery.battery-level\":{last}", said.FindLast(text => text.Contains("battery-level", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_PropertiesThatDoNotLive_AreNotReportedAgain(bool isQuiet)
    {
        var home = Load("single-flat.json");
        var plan = isQuiet ? home with { Devices = [.. home.Devices.Select(device => device with { Lives = property => property.Type.Name == "battery-level" })] } : home;
        var log = await LogAsync(plan, TimeSpan.FromHours(5));
        Assert.NotEqual(isQuiet, log.Exists(entry => entry.At > Monday && entry.Text.StartsWith("bedroom-climate/properties", StringComparison.Ordinal)));
    }

    private static HomePlan Load(string file) => SimulatedHome.Load(RepositoryRoot.Path("device-sim", "homes", file), SimContracts.Catalogue).Plan;

    private static Task<HomeRunReport> RunAsync(HomePlan plan, TimeSpan duration) =>
        new HomeRun(new HomeRunOptions { Plan = plan, Duration = duration, Start = Monday }, TimeProvider.System).RunAsync(null, CancellationToken.None);

    private static async Task<List<(DateTimeOffset At, string Text)>> LogAsync(HomePlan plan, TimeSpan duration)
    {
        var log = new List<(DateTimeOffset, string)>();
        var run = new HomeRun(new HomeRunOptions { Plan = plan, Duration = duration, Start = Monday }, TimeProvider.System)
        {
            Sending = (at, wire) => log.Add((at, $"{wire.Topic["devices/".Length..]} {System.Text.Encoding.UTF8.GetString(wire.Payload.Span)}")),
        };
        await run.RunAsync(null, CancellationToken.None);
        return log;
    }
}
