using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>The demo as a visitor sees it: the app in a real browser against the published hub and its simulated home.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class AppTests
{
    private static readonly TimeSpan BrowserTimeout = TimeSpan.FromMinutes(12);
    private static readonly string[] SimulatedBoard = ["--Gpio:Driver", "simulated", "--Gpio:Folder", RepositoryRoot.Path("hub", "app", "e2e", "board")];

    [Fact]
    public Task Demo_InABrowser_SwitchesALampAndSeesItConfirmed() => WalkDemoAsync("home", (22, 1));

    [Fact]
    public Task Demo_InABrowser_HoldsOnEveryPage() => WalkDemoAsync("pages", (68, 0));

    [Fact]
    public Task Demo_InABrowser_EditsAutomationsAndScenes() => WalkDemoAsync("editor", (48, 0));

    [Fact]
    public Task Demo_InABrowser_IsMadeOnesOwn() => WalkDemoAsync("homecraft", (67, 0), "--Hub:ContractFolders", RepositoryRoot.Path("hub", "app", "e2e", "contracts"));

    [Fact]
    public Task Demo_InABrowser_HoldsOnEveryPageBehindMore() =>
        WalkDemoAsync("screens", (78, 0), SimulatedBoard);

    [Fact]
    public Task Demo_InABrowser_WorksOnSimulatedDevicesAndCertifiesOne() => WalkDemoAsync("workshop", (48, 0));

    [Fact]
    public Task Demo_InABrowser_SpeaksChineseOnEveryPage() => WalkDemoAsync("chinese", (56, 0), SimulatedBoard);

    /// <summary>A family's house of 120 devices by the simulator, in which one lamp refuses and one never answers, and a board: the app's twenty rules on every page.</summary>
    [Fact]
    public async Task FamilyHouse_InABrowser_HoldsTheTwentyRules()
    {
        using var folder = new TemporaryFolder();
        var house = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryRoot.Path("device-sim", "homes", "family-house.json")))!;
        Device(house, "ben-lamp")["faults"] = new JsonObject { ["refuses"] = new JsonObject { ["light.on"] = -4004 } };
        Device(house, "anna-lamp")["faults"] = new JsonObject { ["dropEvery"] = 1 };
        await File.WriteAllTextAsync(folder.At("house.json"), house.ToJsonString());
        await using var hub = await HubProcess.StartAsync(["--Hub:DataFolder", folder.At("data"), .. SimulatedBoard]);
        await using var simulator = ProgramRun.Start("dotnet", PublishedPrograms.Simulator, "home", folder.At("house.json"), "--port", $"{hub.MqttPort}");
        await simulator.WaitForLineAsync("120 devices");
        await WalkAsync(
            hub, "rules", (147, 0), ("FAILING_DEVICE", "Ben's lamp"), ("SILENT_DEVICE", "Anna's lamp"),
            ("FLOOD", $"dotnet '{PublishedPrograms.Simulator}' load --devices 180 --rate 100 --seconds 45 --port {hub.MqttPort}"));
    }

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

    private static JsonNode Device(JsonNode house, string did) => house["devices"]!.AsArray().Single(device => (string?)device!["did"] == did)!;

    private static string AddressOf(HubProcess hub) => hub.Client.BaseAddress!.ToString().TrimEnd('/');

    private static async Task WalkDemoAsync(string script, (int Passed, int Skipped) expected, params string[] settings)
    {
        await using var hub = await HubProcess.StartAsync(["--demo", .. settings]);

        // The demo's fridge does not let itself be switched off: its tile must say so.
        await WalkAsync(hub, script, expected, ("FAILING_DEVICE", "Fridge"));
    }

    private static async Task WalkAsync(HubProcess hub, string script, (int Passed, int Skipped) expected, params (string Name, string Value)[] more)
    {
        var folder = RepositoryRoot.Path("hub", "app", "e2e");
        await InstallAsync(folder);
        var pictures = RepositoryRoot.Path("artifacts", "e2e", "pictures");
        Directory.CreateDirectory(pictures);
        var environment = new Dictionary<string, string> { ["HUB_URL"] = AddressOf(hub), ["HUB_PID"] = $"{hub.Run.Id}", ["OUT"] = pictures };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        await using var browser = ProgramRun.Start("node", environment, Path.Combine(folder, $"{script}.mjs"));
        await browser.WaitForExitAsync(BrowserTimeout);
        var result = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(pictures, $"{script}.json"))).RootElement;
        Assert.True(result.GetProperty("failed").GetInt32() == 0, browser.Output);

        // Exactly these: a check that is left out must not look like one that holds. The restart of a hub has a test of its own.
        var counts = (Passed: result.GetProperty("passed").GetInt32(), Skipped: result.GetProperty("skipped").GetInt32());
        Assert.True(counts == expected, $"{counts} checks passed and were skipped, {expected} expected:\n{browser.Output}");
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
