using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;

namespace IotHub.Api.Tests.Insights;

public sealed class InsightsEndpointsTests
{
    [Fact]
    public async Task GetConsent_NewHome_NothingIsGrantedButEssential()
    {
        await using var api = await ApiFixture.StartAsync();

        var consent = await GetAsync(api, "consent");

        Assert.Equal(
            ["essential True False", "product False True", "usage False True", "recommendation False True", "feedback False True"],
            consent.EnumerateArray().Select(one => $"{one.GetProperty("class")} {one.GetProperty("granted")} {one.GetProperty("canChange")}"));
    }

    [Fact]
    public async Task PutConsent_WithTheWordsThatWereRead_GrantsAndWithdraws()
    {
        await using var api = await ApiFixture.StartAsync();

        var granted = await PutAsync(api, "usage", new { granted = true, textHash = ConsentText.Of(ConsentClass.Usage).Hash });
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        Assert.True(api.Journal.Consent.Allows(ConsentClass.Usage));
        var withdrawn = await PutAsync(api, "usage", new { granted = false });

        Assert.Equal(2, (await withdrawn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("deleted").GetInt64());
        Assert.False(api.Journal.Consent.Allows(ConsentClass.Usage));
        Assert.Single((await GetAsync(api, "consent/receipts")).EnumerateArray());
    }

    [Theory]
    [InlineData("usage", """{"granted":true}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("usage", """{"granted":true,"textHash":"0000"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("usage", """{"granted":true,"all":true}""", HttpStatusCode.BadRequest)]
    [InlineData("usage", """{}""", HttpStatusCode.BadRequest)]
    [InlineData("essential", """{"granted":false}""", HttpStatusCode.Conflict)]
    [InlineData("everything", """{"granted":false}""", HttpStatusCode.NotFound)]
    [InlineData("2", """{"granted":false}""", HttpStatusCode.NotFound)]
    public async Task PutConsent_WhatCannotBe_IsRefusedAndChangesNothing(string of, string body, HttpStatusCode status)
    {
        await using var api = await ApiFixture.StartAsync();

        var answer = await api.Http.PutAsync(new Uri($"/api/v1/insights/consent/{of}", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.False(api.Journal.Consent.AllowsSome);
    }

    [Fact]
    public async Task GetEvents_InPages_ShowTheVeryBytes()
    {
        await using var api = await ApiFixture.StartAsync();

        var first = await GetAsync(api, "events?limit=2");
        var second = await GetAsync(api, $"events?limit=2&after={first.GetProperty("next").GetInt64()}");
        var raw = await api.Http.GetAsync(new Uri("/api/v1/insights/events/3", UriKind.Relative));

        Assert.Equal(JsonValueKind.Undefined, second.TryGetProperty("next", out var next) ? next.ValueKind : JsonValueKind.Undefined);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(SampleJournal.BodyOf(3)), second.GetProperty("events")[0].GetProperty("body").GetString());
        Assert.Equal(SampleJournal.BodyOf(3), await raw.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/cloudevents+json", raw.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("events?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("events?limit=1001", HttpStatusCode.BadRequest)]
    [InlineData("events?after=-1", HttpStatusCode.BadRequest)]
    [InlineData("events/0", HttpStatusCode.NotFound)]
    [InlineData("events/99", HttpStatusCode.NotFound)]
    public async Task GetEvents_OutOfRange_IsRefused(string path, HttpStatusCode status)
    {
        await using var api = await ApiFixture.StartAsync();

        Assert.Equal(status, (await api.Http.GetAsync(new Uri($"/api/v1/insights/{path}", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task GetExport_AllEvents_AreALineEachAndThatItWasAskedIsRecorded()
    {
        await using var api = await ApiFixture.StartAsync();

        var lines = (await api.Http.GetStringAsync(new Uri("/api/v1/insights/export", UriKind.Relative))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([1L, 2L, 3L], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("sequence").GetString()).Select(long.Parse!));
        Assert.Equal("privacy.export_requested", Assert.Single(api.Journal.Recorded).Schema.Name);
    }

    [Fact]
    public async Task GetLedger_Fates_AddUp()
    {
        await using var api = await ApiFixture.StartAsync();

        var ledger = await GetAsync(api, "ledger");

        Assert.Equal((5, 1_700), (ledger.GetProperty("recorded").GetInt32(), ledger.GetProperty("bytes").GetInt32()));
        Assert.Equal("withdrawn", ledger.GetProperty("fates")[1].GetProperty("fate").GetString());
    }

    [Fact]
    public async Task PostErase_Always_Erases()
    {
        await using var api = await ApiFixture.StartAsync();

        var answer = await api.Http.PostAsync(new Uri("/api/v1/insights:erase", UriKind.Relative), null);

        Assert.Equal(3, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("deleted").GetInt64());
        Assert.Equal(1, api.Journal.Erasures);
    }

    [Fact]
    public async Task AnyRequest_UnderConsent_TellsTheFirstUseOfAFeatureOnce()
    {
        await using var api = await ApiFixture.StartAsync();
        await api.SendAsync(HttpMethod.Get, "/api/v1/insights/consumables");
        Assert.Empty(api.Journal.Recorded);
        await PutAsync(api, "usage", new { granted = true, textHash = ConsentText.Of(ConsentClass.Usage).Hash });

        await api.SendAsync(HttpMethod.Get, "/api/v1/insights/consumables");
        await api.SendAsync(HttpMethod.Get, "/api/v1/insights/consumables", headers: ("Sec-Fetch-Site", "same-origin"));
        await api.SendAsync(HttpMethod.Get, "/api/v1/insights/products/nothing/compatibility");
        await api.SendAsync(HttpMethod.Get, "/api/v1/insights/events", headers: ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(
            ["""{"feature":"consumables","surface":"api"}""", """{"feature":"outbox","surface":"app"}"""],
            api.Journal.Recorded.Where(fact => fact.Schema == UsageSchemas.FeatureFirstUsed).Select(fact => fact.Data.ToJsonString()));
        Assert.All(api.Journal.Recorded, fact => Assert.Empty(fact.Schema.Faults(fact.Data)));
    }

    [Fact]
    public async Task Features_EveryOperation_IsOneOfTheApi()
    {
        await using var api = await ApiFixture.StartAsync();
        var document = JsonDocument.Parse(await api.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).RootElement;
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(operation => operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("operationId", out _))
            .Select(operation => operation.Value.GetProperty("operationId").GetString()!).ToList();

        Assert.Equal(Features.All.Order(StringComparer.Ordinal), operations.Select(Features.Of).OfType<string>().Distinct().Order(StringComparer.Ordinal));
    }

    private static async Task<JsonElement> GetAsync(ApiFixture api, string path) => await api.Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/insights/{path}", UriKind.Relative));

    private static Task<HttpResponseMessage> PutAsync(ApiFixture api, string of, object body) =>
        api.Http.PutAsJsonAsync(new Uri($"/api/v1/insights/consent/{of}", UriKind.Relative), body);
}
