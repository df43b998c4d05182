using System.Text.Json;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Devices.Registry;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Storage;
using IotHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.EndToEnd.Tests;

/// <summary><c>iothub automation preview</c> as it ships: what it prints, and its exit codes.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class AutomationCommandTests : IDisposable
{
    private const string Draft = """
        { "triggers": [ { "property": "lamp/light.on", "becomes": true } ], "actions": [ { "wait": "5m" }, { "set": { "lamp/light.on": false } } ] }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Evening = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Preview_OfAScenarioAndOfTheRecord_SaysWhatWouldHaveHappened()
    {
        var home = await HomeAsync();
        var draft = _folder.Write("off-again.json", Draft);
        var scenario = _folder.Write("evening.json", """
            { "start": "2026-03-02T20:00:00Z", "inputs": [ { "at": "+0s", "report": { "lamp/light.on": false } }, { "at": "+10s", "report": { "lamp/light.on": true } } ], "until": "+10m" }
            """);

        var played = await RunAsync(0, "preview", draft, "--data", home, "--scenario", scenario);
        Assert.Contains("The draft would have run once and sent 1 command;", played, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 20:05:10Z  → lamp/light.on = false", played, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(await RunAsync(0, "preview", draft, "--data", home, "--days", "2", "--until", "2026-03-03T00:00:00Z", "--json"));
        Assert.Equal((1, 1), (json.RootElement.GetProperty("runs").GetInt32(), json.RootElement.GetProperty("commands").GetInt32()));
        Assert.Equal(Evening, json.RootElement.GetProperty("draft")[0].GetProperty("begunAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Preview_OfWhatCannotBeTried_SaysWhyAndExitsByIt()
    {
        var home = await HomeAsync();
        var faulty = _folder.Write("faulty.json", Draft.Replace("lamp/light.on\", \"becomes", "lampe/light.on\", \"becomes", StringComparison.Ordinal));
        var scenario = _folder.Write("scenario.json", """{ "start": "2026-03-02T20:00:00Z", "inputs": [ { "at": "soon", "report": {} } ] }""");
        var draft = _folder.Write("draft.json", Draft);

        Assert.Contains("faulty.json:1:31: ", await RunAsync(1, "preview", faulty, "--data", home), StringComparison.Ordinal);
        Assert.Contains("scenario.json:1:", await RunAsync(1, "preview", draft, "--data", home, "--scenario", scenario), StringComparison.Ordinal);
        Assert.Contains("There is no home", await RunAsync(2, "preview", draft, "--data", _folder.At("none")), StringComparison.Ordinal);
        Assert.Contains("--days is 31", await RunAsync(2, "preview", draft, "--data", home, "--days", "31"), StringComparison.Ordinal);
        await RunAsync(2, "preview", draft);
        await RunAsync(2, "sing");
        await RunAsync(0, "--help");
    }

    private async Task<string> HomeAsync()
    {
        var contract = ContractParser.Parse(await File.ReadAllBytesAsync(RepositoryRoot.Path("firmware-contracts", "contracts", "light.json")), "light.json").Contract!;
        var lamp = new Device { Name = "lamp", Label = "Lamp", Room = "", Did = "1", Contract = contract, AdoptedAt = DateTimeOffset.UnixEpoch };
        Assert.True(contract.TryGetProperty("light.on", out var on));
        var folder = _folder.At("data");
        await using var store = await HubStore.OpenAsync(new StorageOptions { Folder = folder }, TimeProvider.System, NullLogger<HubStore>.Instance, CancellationToken.None);
        await store.WriteAsync([new HubOutput.DeviceSaved(lamp), Changed(false, 1, -60), Changed(true, 2, 0)], CancellationToken.None);
        return folder;

        HubOutput.Changed Changed(bool value, long cause, int minutes) => new(
            new StateChange(
                lamp, on, default, PropertyValue.FromBoolean(value), default, ValueOrigin.Reported, Cause.Root(cause, CauseOrigin.Device, "lamp"), Evening.AddMinutes(minutes)),
            null);
    }

    private static async Task<string> RunAsync(int code, params string[] arguments)
    {
        await using var run = ProgramRun.Start("dotnet", [PublishedPrograms.Hub, "automation", .. arguments]);
        var ended = await run.WaitForExitAsync(Patience);
        Assert.True(code == ended, $"{ended}: {run.Output}");
        return run.Output;
    }
}
