using IotHub.Runtime;

namespace IotHub.Api.Tests.Insights;

public sealed class ConsumableEndpointsTests
{
    [Fact]
    public async Task List_FilterIsLow_IsFirstWithReminderAndLink()
    {
        await using var api = await StartAsync(3);
        await TakeSampleAsync(api);

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/insights/consumables");

        Assert.Equal(200, status);
        var filter = body[0];
        Assert.Equal(("purifier", "filter", 3.0, true), (filter.GetProperty("device").GetString(), filter.GetProperty("part").GetString(), filter.GetProperty("percent").GetDouble(), filter.GetProperty("low").GetBoolean()));
        Assert.StartsWith("The purifier filter of “Purifier” has 3 % left.", filter.GetProperty("reminder").GetProperty("en").GetString(), StringComparison.Ordinal);
        Assert.Contains("滤芯", filter.GetProperty("reminder").GetProperty("zh").GetString(), StringComparison.Ordinal);
        Assert.Equal("https://shop.example/reorder/purifier-filter", filter.GetProperty("link").GetString());
        Assert.Equal("filter.reset-filter-life", filter.GetProperty("resetAction").GetString());
    }

    [Fact]
    public async Task Replaced_DeviceHasAnAction_IsToldAndTheReminderIsGone()
    {
        await using var api = await StartAsync(3);

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/insights/consumables/purifier/filter:replaced", "{}");

        Assert.Equal(200, status);
        Assert.False(body.GetProperty("low").GetBoolean());
        Assert.False(body.TryGetProperty("reminder", out _));
        Assert.Equal("reset-filter-life", Assert.IsType<HubInput.Command>(Assert.Single(api.Inputs)).Call!.Type.Name);
        Assert.True(Assert.Single(api.Insights.Resets));
    }

    [Fact]
    public async Task Replaced_WithoutReset_TheDeviceHearsNothing()
    {
        await using var api = await StartAsync(3);

        Assert.Equal(200, (await api.SendAsync(HttpMethod.Post, "/api/v1/insights/consumables/purifier/filter:replaced", """{"reset":false}""")).Status);

        Assert.Empty(api.Inputs);
        Assert.False(Assert.Single(api.Insights.Resets));
    }

    [Fact]
    public async Task Replaced_TheDeviceIsNotReached_NothingIsChanged()
    {
        await using var api = await StartAsync(3);
        api.OnInput = _ => HubAnswer.No("device.offline", "It is offline.");

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/insights/consumables/purifier/filter:replaced", "{}");

        Assert.Equal((409, "device.offline"), (status, body.GetProperty("code").GetString()));
        Assert.Empty(api.Insights.Resets);
    }

    [Fact]
    public async Task PutOff_SomeDays_TheReminderRests()
    {
        await using var api = await StartAsync(3);

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/insights/consumables/purifier/filter:put-off", """{"days":7}""");

        Assert.Equal(200, status);
        Assert.True(body.GetProperty("low").GetBoolean());
        Assert.False(body.TryGetProperty("reminder", out _));
        Assert.True(body.TryGetProperty("quietUntil", out _));
    }

    [Theory]
    [InlineData("purifier/filter:put-off", """{"days":0}""", 422, "consumable.days")]
    [InlineData("purifier/filter:put-off", """{"days":366}""", 422, "consumable.days")]
    [InlineData("purifier/filter:put-off", """{"days":1.5}""", 400, "request.malformed")]
    [InlineData("purifier/filter:put-off", """{}""", 400, "request.malformed")]
    [InlineData("purifier/wing:put-off", """{"days":1}""", 404, "consumable.unknown")]
    [InlineData("hall-lamp/filter:replaced", """{}""", 404, "consumable.unknown")]
    [InlineData("nobody/filter:replaced", """{}""", 404, "consumable.unknown")]
    [InlineData("purifier/filter:replaced", """{"reset":"yes"}""", 400, "request.malformed")]
    [InlineData("purifier/filter:replaced", """{"how":1}""", 400, "request.malformed")]
    public async Task Post_WhatCannotBe_IsRefusedAndChangesNothing(string path, string body, int status, string code)
    {
        await using var api = await StartAsync(3);
        var before = api.Insights.Consumables;

        var answer = await api.SendAsync(HttpMethod.Post, $"/api/v1/insights/consumables/{path}", body);

        Assert.Equal((status, code), (answer.Status, answer.Body.GetProperty("code").GetString()));
        Assert.Same(before, api.Insights.Consumables);
        Assert.Empty(api.Inputs);
    }

    private static async Task<ApiFixture> StartAsync(double percent)
    {
        var api = await ApiFixture.StartAsync(snapshot: SampleInsights.Snapshot);
        api.Insights.Report(percent, SampleHome.Start);
        return api;
    }

    private static async Task TakeSampleAsync(ApiFixture api) => Assert.Equal(
        200,
        (await api.SendAsync(
            HttpMethod.Put, "/api/v1/insights/catalogue", System.Text.Encoding.UTF8.GetString(SampleInsights.Document), ("Catalogue-Signature", Convert.ToBase64String(SampleInsights.Signature)))).Status);
}
