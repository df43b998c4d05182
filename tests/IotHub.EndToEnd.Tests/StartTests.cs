using System.Net;
using System.Net.Sockets;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>The hub starts, serves and stops; or says in one sentence why it cannot.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class StartTests : IDisposable
{
    private static readonly TimeSpan RefusalTimeout = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_FreshFolder_ServesApiAndAppAndStopsCleanly()
    {
        await using var hub = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"));
        Assert.Equal("ok", (await hub.GetAsync("/api/v1/health")).GetProperty("status").GetString());
        Assert.StartsWith("3.1", (await hub.GetAsync("/openapi/v1.json")).GetProperty("openapi").GetString(), StringComparison.Ordinal);
        using var page = await hub.Client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<div id=\"app\">", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await hub.StopAsync();
    }

    [Fact]
    public async Task Start_PortTaken_SaysWhichAndHowToMendIt()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await AssertRefusedAsync($"Port {port} on 127.0.0.1 is in use", "--Hub:DataFolder", _folder.At("data"), "--Api:Port", "0", "--Mqtt:Port", $"{port}");
        await AssertRefusedAsync($"--Api:Port", "--Hub:DataFolder", _folder.At("data"), "--Api:Port", $"{port}", "--Mqtt:Port", "0");
    }

    [Fact]
    public Task Start_UnwritableFolder_NamesIt()
    {
        // A file where a folder should be: not even root can write below it.
        var file = _folder.Write("file", string.Empty);
        return AssertRefusedAsync($"The data folder {file}/data cannot be written", "--Hub:DataFolder", $"{file}/data");
    }

    [Theory]
    [InlineData("Mqtt:Port", "abc", "The setting Mqtt:Port is \"abc\"; it must be a whole number from 0 to 65535.")]
    [InlineData("Mqtt:Port", "65536", "The setting Mqtt:Port is \"65536\"")]
    [InlineData("Broker:ConnectionsMax", "0", "The setting Broker:ConnectionsMax is 0; it must be 1 to 100000.")]
    [InlineData("Broker:ConnectTimeout", "5", "The setting Broker:ConnectTimeout is \"5\"; it must be a time such as 0:00:05")]
    [InlineData("Mqtt:TlsPort", "0", "The setting Mqtt:TlsPort needs Mqtt:Certificate")]
    [InlineData("Api:Listen", "everywhere", "The setting Api:Listen is \"everywhere\"; it must be an IP address")]
    [InlineData("Hub:TimeZone", "Mars/Olympus", "The setting Hub:TimeZone is \"Mars/Olympus\"")]
    [InlineData("Hub:Latitude", "91", "The setting Hub:Latitude is \"91\"; it must be a number from -90 to 90.")]
    [InlineData("Hub:Longitude", "13.4", "The settings Hub:Latitude and Hub:Longitude belong together")]
    [InlineData("Hub:Adopt", "maybe", "it must be auto or ask")]
    [InlineData("Hub:Adapt", "auto", "The setting Hub:Adapt means nothing")]
    [InlineData("Hud:Adopt", "auto", "a section Hud that means nothing")]
    public Task Start_WrongSetting_NamesItsValueAndWhatItMayBe(string name, string value, string sentence) =>
        AssertRefusedAsync(sentence, "--Hub:DataFolder", _folder.At("data"), $"--{name}", value);

    [Fact]
    public Task Start_BrokenSettingsFile_NamesFileAndLine()
    {
        var file = _folder.Write("settings.json", "{\n  \"Mqtt\": { \"Port\": 1883,, }\n}");
        return AssertRefusedAsync("LineNumber: 1", "--Hub:DataFolder", _folder.At("data"), "--settings", file);
    }

    [Fact]
    public Task Start_UnknownArgument_SaysSo() => AssertRefusedAsync("The argument \"--domo\" means nothing", "--domo");

    [Fact]
    public async Task Start_FolderInUseByAnotherHub_IsRefused()
    {
        await using var first = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"));
        await AssertRefusedAsync(_folder.At("data"), "--Hub:DataFolder", _folder.At("data"), "--Api:Port", "0", "--Mqtt:Port", "0");
        await first.StopAsync();
    }

    [Theory]
    [InlineData("hub.db")]
    [InlineData("history.db")]
    public async Task Start_DamagedDatabase_SetsItAsideAndSaysSo(string file)
    {
        _folder.Write($"data/{file}", new string('x', 5000));
        await using var hub = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"));
        var health = await hub.GetAsync("/api/v1/health");
        Assert.Contains($"{file} was damaged", health.GetProperty("problems")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.At("data"), $"{file}.corrupt-*"));
        await hub.StopAsync();
    }

    [Fact]
    public async Task Run_FileAppearsInPieces_CountsOnlyWhenItIsWhole()
    {
        const string Whole = """{ "triggers": [ { "time": "07:00" } ], "actions": [ { "wait": "1s" } ] }""";
        await using var hub = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"));

        _folder.Write("data/automations/later.json", Whole[..40]);
        await hub.Run.WaitForLineAsync("later.json:1:");
        Assert.Equal(0, (await hub.GetAsync("/api/v1/automations")).GetArrayLength());
        Assert.Equal(1, (await hub.GetAsync("/api/v1/health")).GetProperty("problems").GetArrayLength());

        _folder.Write("data/automations/later.json", Whole);
        await hub.Run.WaitForLineAsync("Took in");
        await hub.SettleAsync();
        Assert.Equal(1, (await hub.GetAsync("/api/v1/automations")).GetArrayLength());
        Assert.Equal(0, (await hub.GetAsync("/api/v1/health")).GetProperty("problems").GetArrayLength());

        File.Delete(_folder.At("data/automations/later.json"));
        _folder.Write("data/people/anna.json", """{ "trackers": [ { "property": "router/presence.someone-home", "is": true } ] }""");
        await hub.Run.WaitForLineAsync("anna.json");
        await hub.SettleAsync();
        Assert.Equal(1, (await hub.GetAsync("/api/v1/automations")).GetArrayLength());
        Assert.Equal("waiting", (await hub.GetAsync("/api/v1/people"))[0].GetProperty("status").GetString());
        await hub.StopAsync();
    }

    [Fact]
    public async Task Start_BrokenAutomationAmongGoodOnes_NamesThePlaceAndRunsTheRest()
    {
        const string Good = """{ "triggers": [ { "time": "07:00" } ], "actions": [ { "wait": "1s" } ] }""";
        _folder.Write("data/automations/a-good.json", Good);
        _folder.Write("data/automations/broken.json", "{\n  \"triggers\": [ { \"time\": \"7 o'clock\" } ],\n  \"actions\": [ { \"wait\": \"1s\" } ]\n}");
        _folder.Write("data/automations/not-json.json", "{ \"triggers\": [");
        _folder.Write("data/automations/z-good.json", Good);
        await using var hub = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"));
        Assert.Contains("broken.json:2:", await hub.Run.WaitForLineAsync("broken.json:"), StringComparison.Ordinal);
        Assert.Contains("not-json.json:1:", await hub.Run.WaitForLineAsync("not-json.json:"), StringComparison.Ordinal);
        var automations = await hub.GetAsync("/api/v1/automations");
        Assert.Equal(["a-good", "z-good"], automations.EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(2, (await hub.GetAsync("/api/v1/health")).GetProperty("problems").GetArrayLength());
        await hub.StopAsync();
    }

    [Fact]
    public async Task Start_ListenBeyondThisMachine_Warns()
    {
        await using var hub = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("data"), "--Api:Listen", "0.0.0.0");
        Assert.Contains("anyone on that network can use the hub", await hub.Run.WaitForLineAsync(" WRN Api:Listen"), StringComparison.Ordinal);
        await hub.StopAsync();
    }

    private static async Task AssertRefusedAsync(string sentence, params string[] arguments)
    {
        await using var run = ProgramRun.Start("dotnet", [PublishedPrograms.Hub, .. arguments]);
        Assert.Equal(1, await run.WaitForExitAsync(RefusalTimeout));
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 1 && lines[0].Contains(sentence, StringComparison.Ordinal), run.Output);
    }
}
