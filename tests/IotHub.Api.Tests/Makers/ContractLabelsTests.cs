using System.Text.Json;

namespace IotHub.Api.Tests.Makers;

public sealed class ContractLabelsTests
{
    [Theory]
    [InlineData("?lang=zh", null, "zh-CN", "灯", "亮度", "白天")]
    [InlineData("?lang=zh-CN", "en", "zh-CN", "灯", "亮度", "白天")]
    [InlineData("?lang=fr", null, "en", "Lamp", "light.brightness", "Day")]
    [InlineData("", "fr, zh-Hans;q=0.8, en;q=0.9", "en", "Lamp", "light.brightness", "Day")]
    [InlineData("", "fr, zh-Hans;q=0.9, en;q=0.8", "zh-CN", "灯", "亮度", "白天")]
    [InlineData("", "*", "en", "Lamp", "light.brightness", "Day")]
    [InlineData("", ";;q=x", "en", "Lamp", "light.brightness", "Day")]
    [InlineData("", null, "en", "Lamp", "light.brightness", "Day")]
    public async Task GetContract_AskedLanguage_IsThatOfEveryLabel(string query, string? accepted, string language, string device, string brightness, string day)
    {
        await using var api = await ApiFixture.StartAsync();
        (string, string)[] headers = accepted is null ? [] : [("Accept-Language", accepted)];

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/contracts/light" + query, null, headers);
        var (_, list) = await api.SendAsync(HttpMethod.Get, "/api/v1/contracts" + query, null, headers);

        Assert.Equal(200, status);
        Assert.Equal((language, device), (Text(body, "language"), Text(body, "label")));
        Assert.Equal(device, Text(list[0], "label"));
        Assert.Equal("A lamp", Text(body, "description"));
        Assert.Equal("[\"en\",\"zh-CN\"]", body.GetProperty("languages").GetRawText());
        var properties = body.GetProperty("services")[0].GetProperty("properties");
        Assert.Equal((brightness, day), (Text(properties[1], "label"), Text(properties[2].GetProperty("list")[0], "label")));
    }

    [Theory]
    [InlineData("?lang=")]
    [InlineData("?lang=../../etc")]
    [InlineData("?lang=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task GetContract_NoLanguage_IsAProblem(string query)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/contracts/light" + query);

        Assert.Equal((400, "request.malformed"), (status, Text(body, "code")));
    }

    private static string? Text(JsonElement body, string name) => body.GetProperty(name).GetString();
}
