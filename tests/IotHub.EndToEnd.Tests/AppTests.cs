using System.Text.Json;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>The demo as a visitor sees it: the app in a real browser against the published hub and its simulated home.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class AppTests
{
    private static readonly TimeSpan BrowserTimeout = TimeSpan.FromMinutes(8);

    [Fact]
    public Task Demo_InABrowser_SwitchesALampAndSeesItConfirmed() => WalkAsync("home", (22, 1));

    [Fact]
    public Task Demo_InABrowser_HoldsOnEveryPage() => WalkAsync("pages", (91, 0));

    [Fact]
    public Task Demo_InABrowser_EditsAutomationsAndScenes() => WalkAsync("editor", (48, 0));

    [Fact]
    public Task Demo_InABrowser_HoldsOnEveryPageBehindMore() =>
        WalkAsync("screens", (78, 0), "--Gpio:Driver", "simulated", "--Gpio:Folder", RepositoryRoot.Path("hub", "app", "e2e", "board"));

    /// <summary>A home that measures has lived across the night on which clocks go forward; what the app shows of it is compared with the hub's own sums.</summary>
    [Fact]
    public async Task LivedDays_InABrowser_AreChartsAndSumsThatAreTheHubsOwn()
    {
        const string start = "2026-03-26T11:00:00Z";
        const string zone = "Europe/Berlin";
        using var folder = new TemporaryFolder();
        string[] settings =
        [
            "--Hub:DataFolder", folder.At("data"), "--Hub:TimeZone", zone, "--Time:Clock", "driven",
            "--Energy:MainMeters", "main-meter", "--Energy:Price", "0.32", "--Energy:Currency", "EUR",
        ];
        await using var hub = await HubProcess.StartAsync([.. settings, "--Time:Start", start]);
        await using var simulator = ProgramRun.Start(
            "dotnet", PublishedPrograms.Simulator, "home", RepositoryRoot.Path("hub", "app", "e2e", "charts", "home.json"), "--days", "4", "--start", start, "--zone", zone, "--port", $"{hub.MqttPort}");
        Assert.True(await simulator.WaitForExitAsync(BrowserTimeout) == 0, simulator.Output);
        await using var demo = await HubProcess.StartAsync("--demo");
        await WalkAsync(hub, "charts", (79, 0), ("DEMO_URL", AddressOf(demo)));
        await demo.StopAsync();
    }

    private static async Task WalkAsync(string script, (int Passed, int Skipped) expected, params string[] settings)
    {
        await using var hub = await HubProcess.StartAsync(["--demo", .. settings]);
        await WalkAsync(hub, script, expected);
    }

    private static string AddressOf(HubProcess hub) => hub.Client.BaseAddress!.ToString().TrimEnd('/');

    private static async Task WalkAsync(HubProcess hub, string script, (int Passed, int Skipped) expected, params (string Name, string Value)[] more)
    {
        var folder = RepositoryRoot.Path("hub", "app", "e2e");
        await InstallAsync(folder);
        var pictures = RepositoryRoot.Path("artifacts", "e2e", "pictures");
        Directory.CreateDirectory(pictures);
        var environment = new Dictionary<string, string>
        {
            ["HUB_URL"] = AddressOf(hub),
            // The demo's fridge does not let itself be switched off: its tile must say so.
            ["FAILING_DEVICE"] = "Fridge",
            ["HUB_PID"] = $"{hub.Run.Id}",
            ["OUT"] = pictures,
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        await using var browser = ProgramRun.Start("node", environment, Path.Combine(folder, $"{script}.mjs"));
        await browser.WaitForExitAsync(BrowserTimeout);
        var result = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(pictures, $"{script}.json"))).RootElement;
        Assert.True(result.GetProperty("failed").GetInt32() == 0, browser.Output);

        // Exactly these: a check that is left out must not look like one that holds. The restart of a hub has a test of its own.
        Assert.True((result.GetProperty("passed").GetInt32(), result.GetProperty("skipped").GetInt32()) == expected, browser.Output);
        await hub.StopAsync();
    }

    private static async Task InstallAsync(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, "node_modules", "playwright-core")))
        {
            return;
        }

        await using var npm = ProgramRun.Start("npm", "ci", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error");
        Assert.True(await npm.WaitForExitAsync(BrowserTimeout) == 0, npm.Output);
    }
}
