using System.Text.Json.Nodes;
using IotHub.Uplink.AzureIotHub;

namespace IotHub.Uplink.Tests.AzureIotHub;

/// <summary>What the cloud may change of the hub, and what it may not: what is read, and the whole way from the twin and back.</summary>
public sealed class DesiredSettingsTests
{
    private readonly List<string> _applied = [];
    private readonly List<string> _told = [];
    private readonly DesiredSettings _settings;

    public DesiredSettingsTests() => _settings = new DesiredSettings(
        [
            DesiredSetting.Word("logLevel", ["debug", "information"], "information", word => _applied.Add("logLevel=" + word)),
            DesiredSetting.Number("healthIntervalSeconds", 10, 3600, 60, number => _applied.Add($"healthIntervalSeconds={number}")),
        ],
        _told.Add);

    [Theory]
    [InlineData("""{"logLevel":"debug"}""", "logLevel=debug")]
    [InlineData("""{"healthIntervalSeconds":10}""", "healthIntervalSeconds=10")]
    [InlineData("""{"healthIntervalSeconds":3600}""", "healthIntervalSeconds=3600")]
    public async Task Take_WithinBounds_IsAppliedAndAnswered200(string desired, string applied)
    {
        var answer = Assert.Single(await TakeAsync(desired, 7));

        Assert.Equal([applied], _applied);
        Assert.Equal((200, "As desired, until the hub ends."), (answer.Status, answer.Description));
        Assert.Equal(applied, $"{answer.Name}={answer.Value}");
        Assert.StartsWith("version 7 of what is desired sets ", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"logLevel":"loud"}""", "logLevel is wrong: expected one of debug, information. What was in force stays.")]
    [InlineData("""{"logLevel":"Debug"}""", "logLevel is wrong: expected one of debug, information. What was in force stays.")]
    [InlineData("""{"logLevel":1}""", "logLevel is wrong: expected one of debug, information. What was in force stays.")]
    [InlineData("""{"logLevel":{"value":"debug"}}""", "logLevel is wrong: expected one of debug, information. What was in force stays.")]
    [InlineData("""{"logLevel":["debug"]}""", "logLevel is wrong: expected one of debug, information. What was in force stays.")]
    [InlineData("""{"healthIntervalSeconds":9}""", "healthIntervalSeconds is wrong: expected a whole number from 10 to 3600. What was in force stays.")]
    [InlineData("""{"healthIntervalSeconds":3601}""", "healthIntervalSeconds is wrong: expected a whole number from 10 to 3600. What was in force stays.")]
    [InlineData("""{"healthIntervalSeconds":60.5}""", "healthIntervalSeconds is wrong: expected a whole number from 10 to 3600. What was in force stays.")]
    [InlineData("""{"healthIntervalSeconds":1e99}""", "healthIntervalSeconds is wrong: expected a whole number from 10 to 3600. What was in force stays.")]
    [InlineData("""{"healthIntervalSeconds":"60"}""", "healthIntervalSeconds is wrong: expected a whole number from 10 to 3600. What was in force stays.")]
    [InlineData("""{"healthIntervalSeconds":true}""", "healthIntervalSeconds is wrong: expected a whole number from 10 to 3600. What was in force stays.")]
    [InlineData("""{"consent":{"usage":true}}""", "The cloud cannot set this. It can set logLevel, healthIntervalSeconds.")]
    [InlineData("""{"LogLevel":"debug"}""", "The cloud cannot set this. It can set logLevel, healthIntervalSeconds.")]
    public async Task Take_NotAllowed_IsRefusedWithASentenceAndChangesNothing(string desired, string says)
    {
        var answer = Assert.Single(await TakeAsync(desired, 2));

        Assert.Empty(_applied);
        Assert.Equal((400, says), (answer.Status, answer.Description));
    }

    [Fact]
    public async Task Take_WrongOneBesideRightOne_TheRightOneIsApplied()
    {
        var answers = await TakeAsync("""{"healthIntervalSeconds":0,"logLevel":"debug"}""", 2);

        Assert.Equal(["logLevel=debug"], _applied);
        Assert.Equal(["logLevel 200 debug", "healthIntervalSeconds 400 60"], answers.Select(answer => $"{answer.Name} {answer.Status} {answer.Value}"));
    }

    [Fact]
    public async Task Take_Null_GivesBackToTheHub()
    {
        await TakeAsync("""{"logLevel":"debug"}""", 2);

        var answer = Assert.Single(await TakeAsync("""{"logLevel":null}""", 3));

        Assert.Equal(["logLevel=debug", "logLevel=information"], _applied);
        Assert.Equal((200, "information", "By the settings of the hub."), (answer.Status, (string)answer.Value!, answer.Description));
    }

    [Fact]
    public async Task Take_WholeWithoutIt_GivesBackToTheHubAndAnswersAll()
    {
        await TakeAsync("""{"logLevel":"debug"}""", 2);

        var answers = await TakeAsync("{}", 4, isWhole: true);

        Assert.Equal(["logLevel=debug", "logLevel=information"], _applied);
        Assert.Equal(["logLevel 200 information", "healthIntervalSeconds 200 60"], answers.Select(answer => $"{answer.Name} {answer.Status} {answer.Value}"));
    }

    [Fact]
    public async Task Take_TheSameAgain_IsAppliedOnce()
    {
        await TakeAsync("""{"healthIntervalSeconds":30}""", 2);
        await TakeAsync("""{"healthIntervalSeconds":30}""", 3);

        Assert.Equal(["healthIntervalSeconds=30"], _applied);
    }

    [Fact]
    public async Task Take_ManyUnknown_SomeAreAnsweredAndTheCountIsTold()
    {
        var answers = await TakeAsync(new JsonObject(Enumerable.Range(0, 9).Select(index => KeyValuePair.Create($"x{index}", (JsonNode?)index))).ToJsonString(), 2);

        Assert.Equal(AzureIotHubLimits.DesiredUnknownMax, answers.Count);
        Assert.Equal("version 2 of what is desired has 9 names that the cloud cannot set; 8 were answered.", Assert.Single(_told));
    }

    [Fact]
    public async Task Desired_SetWrongUnknownAndNull_AreAppliedAndReportedWithTheirVersion()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Handlers = new AzureIotHubHandlers { Desired = _settings.TakeAsync };
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"logLevel":"debug"}"""));
        await rig.SendAsync(1, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204");
        Assert.Equal(["logLevel=debug"], _applied);
        Assert.Equal("""{"value":"debug","ac":200,"av":2,"ad":"As desired, until the hub ends."}""", Reported(rig, "logLevel"));

        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"healthIntervalSeconds":1,"address":"10.0.0.1"}"""));
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204", 2);
        Assert.Equal(["logLevel=debug"], _applied);
        Assert.Equal(
            """{"value":60,"ac":400,"av":3,"ad":"healthIntervalSeconds is wrong: expected a whole number from 10 to 3600. What was in force stays."}""",
            Reported(rig, "healthIntervalSeconds"));
        Assert.Equal("""{"ac":400,"av":3,"ad":"The cloud cannot set this. It can set logLevel, healthIntervalSeconds."}""", Reported(rig, "address"));

        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"logLevel":null,"address":null}"""));
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204", 3);
        Assert.Equal(["logLevel=debug", "logLevel=information"], _applied);
        Assert.Equal("""{"value":"information","ac":200,"av":4,"ad":"By the settings of the hub."}""", Reported(rig, "logLevel"));
        Assert.Null(Reported(rig, "address"));
    }

    [Fact]
    public async Task Desired_NamedLikeTheReport_LeavesTheReportAlone()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Handlers = new AzureIotHubHandlers { Desired = _settings.TakeAsync, Health = () => new JsonObject { ["ok"] = true } };
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"health":1}"""));
        await rig.SendAsync(1, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204", 2);

        Assert.Equal("""{"ok":true}""", Reported(rig, "health"));
    }

    [Fact]
    public async Task Desired_NotTaken_NothingIsAskedAppliedOrSaid()
    {
        await using var rig = await AzureRig.StartAsync();
        rig.Options = rig.Options with { TakesDesired = false };
        rig.Handlers = new AzureIotHubHandlers { Desired = _settings.TakeAsync, Health = () => [] };
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"logLevel":"debug"}"""));
        await rig.SendAsync(1, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204");
        rig.Hub.Desire(AzureRig.DeviceId, JsonNode.Parse("""{"logLevel":null,"other":1}"""));
        await rig.IdleAsync(1);
        rig.Time.Advance(rig.Options.HealthInterval);
        await rig.SendAsync(2, 1);
        await rig.Hub.Record.WaitForHappeningAsync("hub-1 twin 204", 2);

        Assert.Empty(_applied);
        Assert.Empty(_told);
        Assert.DoesNotContain("hub-1 twin 200", rig.Hub.Record.Happenings);
        Assert.Null(Reported(rig, "logLevel"));
        Assert.Null(Reported(rig, "other"));
    }

    private static string? Reported(AzureRig rig, string name) => rig.Hub.Twin(AzureRig.DeviceId)!["reported"]![name]?.ToJsonString();

    private ValueTask<IReadOnlyList<DesiredAnswer>> TakeAsync(string desired, long version, bool isWhole = false) =>
        _settings.TakeAsync(new DesiredProperties(JsonNode.Parse(desired)!.AsObject(), version, isWhole), CancellationToken.None);
}
