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

    [Fact]
    public Task Demo_InABrowser_WorksOnSimulatedDevicesAndCertifiesOne() => WalkAsync("workshop", (48, 0));

    [Fact]
    public Task Demo_InABrowser_SpeaksChineseOnEveryPage() =>
        WalkAsync("chinese", (56, 0), "--Gpio:Driver", "simulated", "--Gpio:Folder", RepositoryRoot.Path("hub", "app", "e2e", "board"));

    private static async Task WalkAsync(string script, (int Passed, int Skipped) expected, params string[] settings)
    {
        await using var hub = await HubProcess.StartAsync(["--demo", .. settings]);
        var folder = RepositoryRoot.Path("hub", "app", "e2e");
        await InstallAsync(folder);
        var pictures = RepositoryRoot.Path("artifacts", "e2e", "pictures");
        Directory.CreateDirectory(pictures);
        var environment = new Dictionary<string, string>
        {
            ["HUB_URL"] = hub.Client.BaseAddress!.ToString().TrimEnd('/'),
            // The demo's fridge does not let itself be switched off: its tile must say so.
            ["FAILING_DEVICE"] = "Fridge",
            ["HUB_PID"] = $"{hub.Run.Id}",
            ["OUT"] = pictures,
        };
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
