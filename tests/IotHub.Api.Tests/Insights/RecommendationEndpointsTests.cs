using System.Text;
using System.Text.Json;
using IotHub.Api.Makers;
using IotHub.Insights.Consent;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Tests.Insights;

public sealed class RecommendationEndpointsTests
{
    private static readonly string Signature = Convert.ToBase64String(SampleInsights.Signature);

    [Fact]
    public async Task PutCatalogue_Signed_IsInForceAndKept()
    {
        await using var api = await ApiFixture.StartAsync();
        Assert.Equal("catalogue.none", CodeOf(await api.SendAsync(HttpMethod.Get, "/api/v1/insights/catalogue")));

        var (status, body) = await PutAsync(api, Encoding.UTF8.GetString(SampleInsights.Document), Signature);

        Assert.Equal((200, true, 126), (status, body.GetProperty("sample").GetBoolean(), body.GetProperty("products").GetInt32()));
        Assert.Equal(SampleInsights.Document, api.Insights.Kept!.Document.ToArray());
        Assert.Equal(3, (await api.SendAsync(HttpMethod.Get, "/api/v1/insights/products?category=curtain&limit=3")).Body.GetArrayLength());
    }

    [Theory]
    [InlineData(true, "", 422, "catalogue.signature-missing")]
    [InlineData(true, "not base64!", 400, "catalogue.signature-header")]
    [InlineData(true, "e30=", 422, "catalogue.signature-unreadable")]
    [InlineData(false, null, 422, "catalogue.signature-wrong")]
    public async Task PutCatalogue_NotSignedRight_IsRefusedAndTheOneInForceStays(bool isWhole, string? signature, int status, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        Assert.Equal(200, (await PutAsync(api, Encoding.UTF8.GetString(SampleInsights.Document), Signature)).Status);
        var before = api.Insights.Shelf.Current;
        var text = Encoding.UTF8.GetString(SampleInsights.Document);

        var answer = await PutAsync(api, isWhole ? text : text.Replace("5900", "5901", StringComparison.Ordinal), signature ?? Signature);

        Assert.Equal((status, code), (answer.Status, CodeOf(answer)));
        Assert.Same(before, api.Insights.Shelf.Current);
    }

    [Fact]
    public async Task List_WithoutConsent_IsNotPersonalAndSaysWhy()
    {
        await using var api = await StartAsync(isGranted: false);

        var list = await ListAsync(api);

        Assert.Equal("no-consent", list.GetProperty("kind").GetString());
        Assert.All(list.GetProperty("items").EnumerateArray(), item => Assert.Equal("popular", item.GetProperty("ranking").GetString()));
        Assert.Equal(5, list.GetProperty("items").GetArrayLength());
        Assert.Equal("asked", (await ListAsync(api, "?personal=false")).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task List_Granted_IsPersonalStaysTheSameAndEachReasonIsSaid()
    {
        await using var api = await StartAsync();

        var list = await ListAsync(api);

        Assert.Equal("personal", list.GetProperty("kind").GetString());
        Assert.All(list.GetProperty("items").EnumerateArray(), item => Assert.StartsWith("Goes with your ", item.GetProperty("why").GetProperty("en").GetString(), StringComparison.Ordinal));
        Assert.Equal(Ids(list), Ids(await ListAsync(api)));
        Assert.Equal(204, (await ShownAsync(api, Ids(list))).Status);
        Assert.Equal(Ids(list), Ids(await ListAsync(api)));
    }

    [Fact]
    public async Task List_HomeOfTheHoldout_HasNoPersonalListButThePopularOne()
    {
        await using var api = await StartAsync();
        for (var home = 0; (await ListAsync(api)).GetProperty("kind").GetString() != "holdout"; home++)
        {
            Assert.InRange(home, 0, 100);
            api.Insights.HomeId = $"home-{home}";
        }

        Assert.Equal(0, (await ListAsync(api)).GetProperty("items").GetArrayLength());
        Assert.Equal(5, (await ListAsync(api, "?personal=false")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task List_PriceBand_HoldsForAllItems()
    {
        await using var api = await StartAsync();

        var list = await ListAsync(api, "?priceMin=2000&priceMax=4000&currency=EUR");

        Assert.NotEmpty(Ids(list));
        Assert.All(list.GetProperty("items").EnumerateArray(), item => Assert.InRange(item.GetProperty("product").GetProperty("price").GetProperty("minor").GetInt64(), 2_000, 4_000));
    }

    [Theory]
    [InlineData("?priceMax=5")]
    [InlineData("?priceMax=5&currency=EURO")]
    [InlineData("?priceMin=-1&currency=EUR")]
    [InlineData("?priceMin=9&priceMax=5&currency=EUR")]
    [InlineData("?personal=perhaps")]
    public async Task List_WrongQuery_IsRefused(string query)
    {
        await using var api = await StartAsync();

        Assert.Equal(400, (await api.SendAsync(HttpMethod.Get, "/api/v1/insights/recommendations" + query)).Status);
    }

    [Fact]
    public async Task Answer_DismissedAndClicked_AreToldOnceEachWithTheShowing()
    {
        await using var api = await StartAsync();
        var ids = Ids(await ListAsync(api));

        Assert.Equal(204, (await PostAsync(api, $"recommendations/{ids[0]}:clicked")).Status);
        Assert.Equal(204, (await PostAsync(api, $"recommendations/{ids[1]}:dismissed")).Status);
        Assert.Equal(204, (await PostAsync(api, $"recommendations/{ids[2]}:snoozed")).Status);
        Assert.Equal(204, (await ShownAsync(api, ids)).Status);

        Assert.Equal(
            "clicked dismissed shown shown shown shown shown snoozed",
            string.Join(' ', api.Insights.Told.Select(fact => fact.Schema.Name["recommendation.".Length..]).Order(StringComparer.Ordinal)));
        var after = Ids(await ListAsync(api));
        Assert.NotEmpty(after);
        Assert.Empty(after.Intersect(ids));
    }

    [Fact]
    public async Task Orders_OfWhatWasFollowed_OweAShareToTheCentAndTheLedgerIsThatOfItsEvents()
    {
        await using var api = await StartAsync();
        var item = (await ListAsync(api)).GetProperty("items")[0];
        var id = item.GetProperty("recId").GetGuid();
        var product = item.GetProperty("product").GetProperty("id").GetString();
        Assert.Equal(204, (await PostAsync(api, $"recommendations/{id}:clicked")).Status);
        var order = $$"""{"order":"SHOP-1","product":"{{product}}","quantity":2,"price":{"minor":2999,"currency":"EUR"},"costMinor":2900,"recId":"{{id}}"}""";

        var first = await PostAsync(api, "orders", order);
        var again = await PostAsync(api, "orders", order);
        var returned = await PostAsync(api, "returns", """{"return":"R-1","order":"SHOP-1","quantity":1}""");

        Assert.Equal("attributed", first.Body.GetProperty("line").GetProperty("verdict").GetString());
        var share = first.Body.GetProperty("line").GetProperty("shareMinor").GetInt64();
        Assert.Equal(share, again.Body.GetProperty("line").GetProperty("shareMinor").GetInt64());
        Assert.Equal((1, share / 2), (returned.Body.GetProperty("line").GetProperty("kept").GetInt32(), returned.Body.GetProperty("line").GetProperty("shareMinor").GetInt64()));
        Assert.False(returned.Body.GetProperty("margin").GetProperty("over").GetBoolean());
        Assert.Single(api.Insights.Told, fact => fact.Schema.Name == "order.attributed");
        Assert.DoesNotContain("SHOP-1", string.Join('\n', api.Insights.Told.Select(fact => fact.Data.ToJsonString())), StringComparison.Ordinal);
        var check = (await api.SendAsync(HttpMethod.Get, "/api/v1/insights/attribution/check")).Body;
        Assert.True(check.GetProperty("equal").GetBoolean());
        Assert.Equal(share / 2, (await api.SendAsync(HttpMethod.Get, "/api/v1/insights/attribution")).Body.GetProperty("shares")[0].GetProperty("shareMinor").GetInt64());
    }

    [Fact]
    public async Task Orders_DearerThanPromised_SaySo()
    {
        await using var api = await StartAsync();

        var answer = await PostAsync(api, "orders", """{"order":"A","product":"harrowlight-ceiling-light-home","quantity":1,"price":{"minor":10000,"currency":"EUR"},"costMinor":9499}""");

        Assert.Equal("no-recommendation", answer.Body.GetProperty("line").GetProperty("verdict").GetString());
        Assert.Equal((501, true), (answer.Body.GetProperty("margin").GetProperty("basisPoints").GetInt64(), answer.Body.GetProperty("margin").GetProperty("over").GetBoolean()));
    }

    [Theory]
    [InlineData("orders", """{"order":"A","product":"nothing","quantity":1,"price":{"minor":1,"currency":"EUR"}}""", 404, "product.unknown")]
    [InlineData("orders", """{"order":"","product":"harrowlight-ceiling-light-home","quantity":1,"price":{"minor":1,"currency":"EUR"}}""", 422, "order.number")]
    [InlineData("orders", """{"order":"A","product":"harrowlight-ceiling-light-home","quantity":0,"price":{"minor":1,"currency":"EUR"}}""", 422, "order.quantity")]
    [InlineData("orders", """{"order":"A","product":"harrowlight-ceiling-light-home","quantity":1,"price":{"minor":-1,"currency":"EUR"}}""", 422, "order.amount")]
    [InlineData("orders", """{"order":"A","product":"harrowlight-ceiling-light-home","quantity":1,"price":{"minor":1,"currency":"eur"}}""", 422, "order.amount")]
    [InlineData("orders", """{"order":"A","product":"harrowlight-ceiling-light-home","quantity":1,"price":{"minor":1,"currency":"EUR"},"costMinor":-1}""", 422, "order.amount")]
    [InlineData("orders", """{"order":"A"}""", 400, "request.malformed")]
    [InlineData("returns", """{"return":"R","order":"A","quantity":1}""", 404, "order.unknown")]
    [InlineData("returns", """{"return":"","order":"A","quantity":1}""", 422, "order.number")]
    [InlineData("recommendations:shown", """{"recIds":[]}""", 422, "recommendation.count")]
    [InlineData("recommendations:shown", """{"recIds":["01950000-0000-7000-8000-000000000001"]}""", 404, "recommendation.unknown")]
    [InlineData("recommendations:shown", """{"recIds":["x"]}""", 400, "request.malformed")]
    [InlineData("recommendations/01950000-0000-7000-8000-000000000001:clicked", "{}", 404, "recommendation.unknown")]
    public async Task Post_WhatCannotBe_IsRefusedAndNothingIsTold(string path, string body, int status, string code)
    {
        await using var api = await StartAsync();

        var answer = await PostAsync(api, path, body);

        Assert.Equal((status, code), (answer.Status, CodeOf(answer)));
        Assert.Empty(api.Insights.Told);
    }

    [Fact]
    public async Task Orders_WithoutConsent_AreNotRecorded()
    {
        await using var api = await StartAsync(isGranted: false);

        var answer = await PostAsync(api, "orders", """{"order":"A","product":"harrowlight-ceiling-light-home","quantity":1,"price":{"minor":1,"currency":"EUR"}}""");

        Assert.Equal((409, "consent.missing"), (answer.Status, CodeOf(answer)));
        Assert.Equal(0, (await api.SendAsync(HttpMethod.Get, "/api/v1/insights/attribution")).Body.GetProperty("lines").GetArrayLength());
    }

    [Fact]
    public async Task Compatibility_OfAProduct_SaysEveryReason()
    {
        await using var api = await StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/insights/products/harrowlight-ceiling-light-home/compatibility");

        Assert.Equal(200, status);
        Assert.Equal("transport.shared", body.GetProperty("reasons")[0].GetProperty("code").GetString());
        Assert.Equal("product.unknown", CodeOf(await api.SendAsync(HttpMethod.Get, "/api/v1/insights/products/nothing/compatibility")));
    }

    private static async Task<ApiFixture> StartAsync(bool isGranted = true)
    {
        var api = await ApiFixture.StartAsync(snapshot: SampleInsights.Snapshot, services: services => services.AddSingleton<IContractSource>(new ShippedContracts()));
        api.Insights.Shelf.Offer(SampleInsights.Document, SampleInsights.Signature);
        if (isGranted)
        {
            await api.Journal.ChangeAsync(
                new ConsentGrant(ConsentClass.Recommendation, true, ConsentText.PolicyVersion, ConsentText.Of(ConsentClass.Recommendation).Hash, SampleHome.Start, "anna"), CancellationToken.None);
        }

        return api;
    }

    private static async Task<JsonElement> ListAsync(ApiFixture api, string query = "") => (await api.SendAsync(HttpMethod.Get, "/api/v1/insights/recommendations" + query)).Body;

    private static List<Guid> Ids(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("recId").GetGuid())];

    private static Task<(int Status, JsonElement Body)> ShownAsync(ApiFixture api, List<Guid> ids) => PostAsync(api, "recommendations:shown", JsonSerializer.Serialize(new { recIds = ids }));

    private static Task<(int Status, JsonElement Body)> PostAsync(ApiFixture api, string path, string body = "{}") => api.SendAsync(HttpMethod.Post, "/api/v1/insights/" + path, body);

    private static Task<(int Status, JsonElement Body)> PutAsync(ApiFixture api, string text, string signature) =>
        api.SendAsync(HttpMethod.Put, "/api/v1/insights/catalogue", text, ("Catalogue-Signature", signature));

    private static string? CodeOf((int Status, JsonElement Body) answer) => answer.Body.GetProperty("code").GetString();
}
