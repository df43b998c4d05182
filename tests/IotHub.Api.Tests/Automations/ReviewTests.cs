using IotHub.Api.Automations;
using IotHub.Automation.Schedules;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Api.Tests.Automations;

/// <summary>What an author is told of an automation: its words, and what it does together with others.</summary>
public sealed class ReviewTests
{
    private const string OnAtEight = """{ "triggers": [ { "time": "20:00" } ], "actions": [ { "set": { "hall-lamp/light.on": true } } ] }""";

    private const string OffAtEight = """{ "triggers": [ { "time": "20:00" } ], "actions": [ { "set": { "hall-lamp/light.on": false } } ] }""";

    [Fact]
    public async Task Validate_TwoThatFight_SaysSoWithACounterExample()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Offer(new HubOutput.AutomationSaved(SampleHome.Automation with { Text = OffAtEight }, true));

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations:validate?id=on", OnAtEight);

        Assert.Equal(200, status);
        Assert.True(body.GetProperty("valid").GetBoolean());
        Assert.Contains("20:00", body.GetProperty("sentences").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains("20:00", body.GetProperty("sentences").GetProperty("zh").GetString(), StringComparison.Ordinal);
        var fight = Assert.Single(body.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("kind").GetString() == "fight");
        Assert.Equal(["evening", "on"], fight.GetProperty("automations").EnumerateArray().Select(id => id.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(2, fight.GetProperty("counterExample").GetProperty("then").EnumerateArray().Count(line => line.TryGetProperty("sets", out _)));
    }

    [Fact]
    public async Task Validate_DraftOfTheSameId_StandsInForTheSavedOne()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Offer(new HubOutput.AutomationSaved(SampleHome.Automation with { Text = OffAtEight }, true));

        var (_, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/automations:validate?id=evening", OnAtEight);

        Assert.DoesNotContain(body.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("kind").GetString() == "fight");
    }

    [Fact]
    public async Task Findings_OfOneAndOfAll_AreTheSameInAHomeOfTwo()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Offer(
            new HubOutput.AutomationSaved(SampleHome.Automation with { Text = OffAtEight }, true),
            new HubOutput.AutomationSaved(SampleHome.Automation with { Id = "on", Text = OnAtEight }, true));

        var (_, all) = await api.SendAsync(HttpMethod.Get, "/api/v1/findings");
        var (_, one) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/on/findings");
        var (missing, _) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/none/findings");

        Assert.Contains("fight", all.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("fight", one.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(404, missing);
    }

    [Fact]
    public async Task Get_ThatGoesByAClock_TellsItsNextMomentWhileItIsSwitchedOn()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Offer(
            new HubOutput.AutomationSaved(SampleHome.Automation with { Id = "on", Text = OnAtEight, Enabled = true }, true),
            new HubOutput.AutomationSaved(SampleHome.Automation with { Id = "off", Text = OffAtEight, Enabled = false }, true),
            new HubOutput.AutomationSaved(SampleHome.Automation with { Id = "faulty", Text = "{}" }, true));

        var (_, one) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations/on");
        var (_, all) = await api.SendAsync(HttpMethod.Get, "/api/v1/automations");

        Assert.Equal(TimeSpan.FromHours(20), one.GetProperty("nextAt").GetDateTimeOffset().TimeOfDay);
        Assert.Equal(["on"], all.EnumerateArray().Where(each => each.TryGetProperty("nextAt", out _)).Select(each => each.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task NextOf_SeveralSchedules_IsTheFirstMomentOfAny()
    {
        const string text = """{ "triggers": [ { "time": "20:00" }, { "time": "06:30" } ], "actions": [ { "set": { "hall-lamp/light.on": true } } ] }""";
        await using var api = await ApiFixture.StartAsync();
        using var review = new AutomationReview(new HomePlace { Zone = TimeZoneInfo.Utc }, new ManualTime(new DateTimeOffset(2026, 3, 1, 20, 0, 0, TimeSpan.Zero)), []);
        var plan = review.Compile(text, "on", api.Feed.Home).Plan!;

        Assert.Equal(new DateTimeOffset(2026, 3, 2, 6, 30, 0, TimeSpan.Zero), review.NextOf(plan, true));
        Assert.Null(review.NextOf(plan, false));
    }

    [Fact]
    public async Task Put_Automation_AnswersWithWordsAndFindings()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Offer(new HubOutput.AutomationSaved(SampleHome.Automation with { Text = OffAtEight }, true));
        api.OnInput = input =>
        {
            var put = Assert.IsType<HubInput.PutAutomation>(input);
            api.Offer(new HubOutput.AutomationSaved(SampleHome.Automation with { Id = put.Id, Text = put.Text, Version = 1 }, true));
            return HubAnswer.Yes(put.Id);
        };

        var (status, body) = await api.SendAsync(HttpMethod.Put, "/api/v1/automations/on", OnAtEight);

        Assert.Equal(201, status);
        Assert.Contains("Hall lamp", body.GetProperty("sentences").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains(body.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("kind").GetString() == "fight");
    }
}
