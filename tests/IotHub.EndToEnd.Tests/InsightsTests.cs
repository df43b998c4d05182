using System.Net.Http.Json;
using System.Text.Json;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>What the home gets from its own events: recommendations traced to the cent, and what wears out; over a power cut.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class InsightsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recommendation_ShownFollowedBoundAndOrdered_IsOwedToTheCentAfterAPowerCut()
    {
        JsonElement product;
        string recId;
        string before;
        await using (var hub = await StartAsync())
        {
            await GrantAsync(hub, "recommendation");

            // The popular list: it is there in the holdout arm too, and every tenth home is of it.
            var list = await hub.GetAsync("/api/v1/insights/recommendations?personal=false");
            var item = list.GetProperty("items").EnumerateArray().First(one => one.GetProperty("product").GetProperty("category").GetString() == "ceiling-light");
            recId = item.GetProperty("recId").GetString()!;
            product = item.GetProperty("product");
            await PostAsync(hub, "recommendations:shown", new { recIds = list.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("recId").GetString()) });
            await PostAsync(hub, $"recommendations/{recId}:clicked", new { });
            await JoinAsync(hub, "light", 1);
        }

        await using (var hub = await StartAsync())
        {
            var ordered = await PostAsync(hub, "orders", new
            {
                order = "SHOP-1",
                product = product.GetProperty("id").GetString(),
                quantity = 3,
                price = new { minor = product.GetProperty("price").GetProperty("minor").GetInt64(), currency = "EUR" },
                recId,
            });
            Assert.Equal("attributed", ordered.GetProperty("line").GetProperty("verdict").GetString());
            before = (await hub.GetAsync("/api/v1/insights/attribution")).GetRawText();
            hub.Run.Signal(ProgramRun.SignalKill);
            await hub.Run.WaitForExitAsync(Patience);
        }

        await using var again = await StartAsync();
        var after = await again.GetAsync("/api/v1/insights/attribution");
        Assert.Equal(before, after.GetRawText());
        Assert.Equal((1, 1), Sum(after, "bound", "boundByRecommendation"));
        Assert.True((await again.GetAsync("/api/v1/insights/attribution/check")).GetProperty("equal").GetBoolean());
        Assert.True((await again.GetAsync("/api/v1/insights/catalogue")).GetProperty("sample").GetBoolean());

        // What is known of an item outlives the process that handed it out.
        await PostAsync(again, $"recommendations/{recId}:dismissed", new { });
        Assert.Equal((0, "the ledger is the same to the cent"), await CheckAsync());
        await again.StopAsync();
        Assert.Equal((0, "the ledger is the same to the cent"), await CheckAsync());

        // The receiver's copy alone gives the same; one event less does not.
        var events = Directory.GetFiles(_folder.At("home", "usage")).SelectMany(File.ReadAllLines).ToList();
        Assert.Equal((0, "the ledger is the same to the cent"), await CheckAsync(events));
        Assert.Equal((1, "lines differ"), await CheckAsync(events.Where(line => !line.Contains("recommendation.clicked", StringComparison.Ordinal))));
        Assert.Equal((2, "is an invalid JSON literal"), await CheckAsync([.. events, "nonsense"]));
    }

    [Fact]
    public async Task Consumables_OfAHomeThatIsKilled_AreKnownAgain()
    {
        List<string> parts;
        await using (var hub = await StartAsync())
        {
            await JoinAsync(hub, "motion-sensor", 3);
        }

        await using (var hub = await StartAsync())
        {
            var listed = await hub.GetAsync("/api/v1/insights/consumables");
            parts = [.. listed.EnumerateArray().Select(Describe)];
            Assert.Equal(3, parts.Count);
            Assert.All(listed.EnumerateArray(), one => Assert.Equal("https://shop.example/reorder/sensor-battery", one.GetProperty("link").GetString()));
            var device = listed[0].GetProperty("device").GetString();
            await PostAsync(hub, $"consumables/{device}/battery:put-off", new { days = 7 });
            hub.Run.Signal(ProgramRun.SignalKill);
            await hub.Run.WaitForExitAsync(Patience);
        }

        await using var again = await StartAsync();
        var after = await again.GetAsync("/api/v1/insights/consumables");
        Assert.Equal(parts, after.EnumerateArray().Select(Describe));
        Assert.Single(after.EnumerateArray(), one => one.TryGetProperty("quietUntil", out _));
        await again.StopAsync();
    }

    [Theory]
    [InlineData("Insights:Country", "Germany", "ISO 3166-1")]
    [InlineData("Insights:CatalogueKeys", "shop", "a key's id and its PEM file")]
    [InlineData("Insights:CatalogueKeys", "shop=/nowhere/shop.pem", "cannot be used")]
    [InlineData("Insights:Sample", "perhaps", "on or off")]
    public async Task Setting_ThatCannotBe_StopsTheStartWithASentence(string name, string value, string sentence)
    {
        await using var run = ProgramRun.Start("dotnet", PublishedPrograms.Hub, "--Hub:DataFolder", _folder.At("home"), $"--{name}", value);

        Assert.Equal(1, await run.WaitForExitAsync(Patience));
        Assert.Contains($"The setting {name}", run.Output, StringComparison.Ordinal);
        Assert.Contains(sentence, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CatalogueFile_SignedByAStranger_IsNamedInTheHealthAndNothingElseSuffers()
    {
        Directory.CreateDirectory(_folder.At("home", "catalogue"));
        await File.WriteAllTextAsync(_folder.At("home", "catalogue", "catalogue.json"), "{}");
        await File.WriteAllTextAsync(_folder.At("home", "catalogue", "catalogue.json.sig.json"), """{"algorithm":"ES256","key":"stranger","signature":"AAAA"}""");

        await using var hub = await HubProcess.StartAsync("--Hub:DataFolder", _folder.At("home"));

        var problem = Assert.Single((await hub.GetAsync("/api/v1/health")).GetProperty("problems").EnumerateArray());
        Assert.Equal("catalogue.refused", problem.GetProperty("code").GetString());
        Assert.Contains("catalogue.json was not taken", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        await hub.StopAsync();
    }

    private static (int First, int Second) Sum(JsonElement attribution, string first, string second)
    {
        var arms = attribution.GetProperty("arms").EnumerateArray().ToList();
        return (arms.Sum(arm => arm.GetProperty(first).GetInt32()), arms.Sum(arm => arm.GetProperty(second).GetInt32()));
    }

    private static string Describe(JsonElement part) => $"{part.GetProperty("device")} {part.GetProperty("part")} {part.GetProperty("percent")}";

    /// <summary>Lets devices join, and stops the hub as it wants to be stopped: what they said is stored then.</summary>
    private static async Task JoinAsync(HubProcess hub, string contract, int count)
    {
        await using (var devices = ProgramRun.Start(
            "dotnet", PublishedPrograms.Simulator, "run", "--contract", contract, "--count", $"{count}", "--seed", "7", "--port", $"{hub.MqttPort}"))
        {
            await devices.WaitForLineAsync(count == 1 ? "1 device" : $"{count} devices");
            await hub.SettleAsync();
        }

        await hub.StopAsync();
    }

    private static async Task GrantAsync(HubProcess hub, string of)
    {
        var words = (await hub.GetAsync("/api/v1/insights/consent")).EnumerateArray().Single(one => one.GetProperty("class").GetString() == of);
        var answer = await hub.Client.PutAsJsonAsync(
            new Uri($"/api/v1/insights/consent/{of}", UriKind.Relative), new { granted = true, textHash = words.GetProperty("textHash").GetString() });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> PostAsync(HubProcess hub, string path, object body)
    {
        var answer = await hub.Client.PostAsJsonAsync(new Uri($"/api/v1/insights/{path}", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private Task<HubProcess> StartAsync() => HubProcess.StartAsync("--Hub:DataFolder", _folder.At("home"), "--Insights:Sample", "on", "--Insights:Country", "DE");

    private async Task<(int Code, string Said)> CheckAsync(IEnumerable<string>? events = null)
    {
        List<string> arguments = ["ledger", "check", "--data", _folder.At("home")];
        if (events is not null)
        {
            var file = _folder.At("events.jsonl");
            await File.WriteAllLinesAsync(file, events);
            arguments.AddRange(["--events", file]);
        }

        await using var run = ProgramRun.Start("dotnet", [PublishedPrograms.Hub, .. arguments]);
        var code = await run.WaitForExitAsync(Patience);
        string[] sentences = ["the ledger is the same to the cent", "lines differ", "is an invalid JSON literal"];
        return (code, sentences.FirstOrDefault(sentence => run.Output.Contains(sentence, StringComparison.Ordinal)) ?? run.Output);
    }
}
