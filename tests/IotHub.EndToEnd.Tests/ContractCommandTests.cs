using System.Text.Json;
using IotHub.Contracts.Parsing;
using IotHub.Devices.Registry;
using IotHub.Runtime;
using IotHub.Storage;
using IotHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.EndToEnd.Tests;

/// <summary><c>iothub contract …</c> as it ships: what it prints, and its exit codes.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class ContractCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_FilesGoodAndBad_SaysWhatIsWrongAndExitsByIt()
    {
        var good = _folder.Write("good.json", Light());
        var bad = _folder.Write("bad.json", "{,}");

        Assert.Contains("light with 1 service", await RunAsync(0, "check", good), StringComparison.Ordinal);
        Assert.Contains("bad.json:1:2: error json.syntax", await RunAsync(2, "check", good, bad), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await RunAsync(2, "check", bad, "--json"));
        Assert.False(json.RootElement.GetProperty("files")[0].GetProperty("usable").GetBoolean());
        await RunAsync(2, "check", _folder.At("none.json"));
        await RunAsync(2, "sing");
        await RunAsync(0, "--help");
    }

    [Fact]
    public async Task DiffAndCover_TwoVersions_ExitByWhatBreaks()
    {
        var less = _folder.Write("less.json", Less());

        Assert.Contains("does not differ", await RunAsync(0, "diff", "light", "light"), StringComparison.Ordinal);
        Assert.Contains("light.brightness takes whole numbers 1 to 50", await RunAsync(1, "diff", "light", less), StringComparison.Ordinal);
        Assert.Contains("may stand in for", await RunAsync(0, "cover", "light", "light"), StringComparison.Ordinal);
        Assert.Contains("missing  property light.on", await RunAsync(1, "cover", "light", "air-purifier"), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await RunAsync(1, "cover", "light", less, "--json"));
        Assert.False(json.RootElement.GetProperty("covers").GetBoolean());
        await RunAsync(2, "cover", "light", "nothing-of-the-kind");
    }

    [Fact]
    public async Task Diff_WithAHome_NamesTheAutomationsThatWouldBreakWithTheirPlaces()
    {
        var less = _folder.Write("less.json", Less());
        var contract = ContractParser.Parse(System.Text.Encoding.UTF8.GetBytes(Light()), "light.json").Contract!;
        var home = _folder.At("data");
        await using (var store = await HubStore.OpenAsync(new StorageOptions { Folder = home }, TimeProvider.System, NullLogger<HubStore>.Instance, CancellationToken.None))
        {
            await store.WriteAsync(
                [
                    new HubOutput.DeviceSaved(new Device { Name = "lamp", Label = "Lamp", Room = "", Did = "1", Contract = contract, AdoptedAt = DateTimeOffset.UnixEpoch }),
                    Automation("full", """{"name":"Full","triggers":[{"time":"07:00"}],"actions":[{"set":{"lamp/light.brightness":100}}]}"""),
                    Automation("half", """{"name":"Half","triggers":[{"time":"07:00"}],"actions":[{"set":{"lamp/light.brightness":50}}]}"""),
                    Automation("on", """{"name":"On","triggers":[{"time":"07:00"}],"actions":[{"set":{"lamp/light.on":true}}]}"""),
                ],
                CancellationToken.None);

            // Also while a hub has the folder open.
            var text = await RunAsync(1, "diff", "light", less, "--home", home);

            Assert.Contains("broken       automation full uses light.brightness", text, StringComparison.Ordinal);
            Assert.Contains("full:1:89: error automation.value.range", text, StringComparison.Ordinal);
            Assert.Contains("changed      automation half uses light.brightness", text, StringComparison.Ordinal);
            Assert.Contains("kept         automation on", text, StringComparison.Ordinal);
        }

        using var json = JsonDocument.Parse(await RunAsync(1, "diff", "light", less, "--home", home, "--json"));
        Assert.Equal(["full broken", "half changed", "on kept"],
            json.RootElement.GetProperty("home").GetProperty("documents").EnumerateArray().Select(one => $"{one.GetProperty("id").GetString()} {one.GetProperty("fate").GetString()}"));
        Assert.Contains("There is no home", await RunAsync(2, "diff", "light", less, "--home", _folder.At("none")), StringComparison.Ordinal);
    }

    private static HubOutput.AutomationSaved Automation(string id, string text) =>
        new(new AutomationEntry(id, id, text, 1, true, "lin", DateTimeOffset.UnixEpoch, DocumentStatus.Active, [], null), IsNewVersion: true);

    private static string Light() => File.ReadAllText(RepositoryRoot.Path("firmware-contracts", "contracts", "light.json"));

    private static string Less() => Light().Replace("[1, 100, 1]", "[1, 50, 1]", StringComparison.Ordinal).Replace(":iothub-light:1\"", ":iothub-light:2\"", StringComparison.Ordinal);

    private static async Task<string> RunAsync(int code, params string[] arguments)
    {
        await using var run = ProgramRun.Start("dotnet", [PublishedPrograms.Hub, "contract", .. arguments]);
        var ended = await run.WaitForExitAsync(Patience);
        Assert.True(code == ended, $"{ended}: {run.Output}");
        return run.Output;
    }
}
