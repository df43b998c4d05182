using IotHub.Contracts.Values;

namespace IotHub.Api.Tests.History;

public sealed class SignalHistoryEndpointsTests
{
    private const string Span = "&from=2026-11-01T00:00:00Z&to=2026-11-01T02:00:00Z";

    [Fact]
    public async Task Get_SeveralSignals_ColumnsOfOneLengthInOrder()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Signals.Series["old/air.temperature"] = SampleSignals.Measurement(20.5, null);
        api.Signals.Series["hall-lamp/light.on"] = SampleSignals.State(PropertyValue.FromBoolean(true), PropertyValue.FromBoolean(false));
        api.Signals.Series["washer/power.energy"] = SampleSignals.Counter();
        api.Signals.CompleteFrom = SampleHome.Start;

        var (status, body) = await api.SendAsync(HttpMethod.Get, $"/api/v1/history?signal=old/air.temperature&signal=hall-lamp/light.on&signal=washer/power.energy{Span}&points=2");

        Assert.Equal((200, ""), (status, status == 200 ? "" : body.GetRawText()));
        Assert.Equal(
            """
            {"from":"2026-11-01T00:00:00+00:00","to":"2026-11-01T02:00:00+00:00","resolution":"hour","completeFrom":"2026-01-02T03:04:05+00:00","times":[1793491200,1793494800],"end":1793498400,"signals":[
            {"signal":"old/air.temperature","class":"measurement","unit":"celsius","mean":[20.5,null],"min":[19.5,null],"max":[21.5,null],"last":[20.5,null],"known":[3600,0]},
            {"signal":"hall-lamp/light.on","class":"state","states":[{"value":true,"seconds":[3600,0],"entered":[1,0]},{"value":false,"seconds":[0,3600],"entered":[0,1]}],"last":[true,false]},
            {"signal":"washer/power.energy","class":"counter","unit":"kWh","increase":[0.25,0.5],"marks":[{"column":1,"kind":"reset","count":1},{"column":1,"kind":"gap","count":1,"amount":0.3}],"last":[12.25,0.2],"known":[3600,1800]}]}
            """.ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal),
            body.GetRawText());
        Assert.Equal(2, api.Signals.Asked!.PointsMax);
    }

    [Fact]
    public async Task Get_SignalsOfTheHomeWithoutHistory_AreGaps()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await api.SendAsync(HttpMethod.Get, $"/api/v1/history?signal=hall-lamp/light.brightness&signal=hall-lamp/{SampleHome.Lamp.Contract.Events.Single().Key}{Span}");

        Assert.Equal(200, status);
        var signals = body.GetProperty("signals");
        Assert.Equal("[null,null]", signals[0].GetProperty("mean").GetRawText());
        Assert.Equal("[0,0]", signals[0].GetProperty("known").GetRawText());
        Assert.Equal(("event", "[null,null]"), (signals[1].GetProperty("class").GetString(), signals[1].GetProperty("count").GetRawText()));
    }

    [Theory]
    [InlineData("", 400, "request.malformed")]
    [InlineData("?signal=hall-lamp", 400, "request.malformed")]
    [InlineData("?signal=/light.on", 400, "request.malformed")]
    [InlineData("?signal=hall-lamp/light.on&points=1", 400, "history.points")]
    [InlineData("?signal=hall-lamp/light.on&points=5001", 400, "history.points")]
    [InlineData("?signal=hall-lamp/light.on&from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z", 400, "history.span")]
    [InlineData("?signal=hall-lamp/light.on&from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z", 400, "history.span")]
    [InlineData("?signal=hall-lamp/light.on&from=2026-01-01T00:00:00Z&to=2070-01-01T00:00:00Z", 400, "history.span")]
    [InlineData("?signal=hall-lamp/light.on&from=yesterday", 400, "request.malformed")]
    [InlineData("?signal=hall-lamp/light.nothing", 404, "property.unknown")]
    [InlineData("?signal=nobody/light.on", 404, "device.unknown")]
    public async Task Get_WhatCannotBeAnswered_IsSaid(string query, int status, string code)
    {
        await using var api = await ApiFixture.StartAsync();
        foreach (var path in new[] { "/api/v1/history", "/api/v1/history.csv" })
        {
            var (actual, body) = await api.SendAsync(HttpMethod.Get, path + query);

            Assert.Equal((status, code), (actual, body.GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task Get_TooManySignals_IsRefused()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Get, "/api/v1/history?" + string.Join('&', Enumerable.Range(0, 129).Select(_ => "signal=hall-lamp/light.on")));

        Assert.Equal(400, status);
    }

    [Fact]
    public async Task Get_StoreThatCannotBeRead_Is503()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Signals.IsBroken = true;

        Assert.Equal(503, (await api.SendAsync(HttpMethod.Get, "/api/v1/history?signal=hall-lamp/light.on")).Status);
        Assert.Equal(503, (await api.SendAsync(HttpMethod.Get, "/api/v1/energy")).Status);
    }

    [Fact]
    public async Task GetCsv_SignalsWithTextsThatASpreadsheetWouldRun_IsRfc4180AndHarmless()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Signals.Series["=old/air.temperature"] = SampleSignals.Measurement(-20.5, null);
        api.Signals.Series["tv/play.title"] = SampleSignals.State(PropertyValue.FromText("=HYPERLINK(\"http://x\")"), PropertyValue.FromText("a, \"b\"\r\n+c"));
        api.Signals.Series["washer/power.energy"] = SampleSignals.Counter();

        using var response = await api.Http.GetAsync(new Uri($"/api/v1/history.csv?signal={Uri.EscapeDataString("=old/air.temperature")}&signal=tv/play.title&signal=washer/power.energy{Span}", UriKind.Relative));

        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("history.csv", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(
            string.Join("\r\n",
                "time,'=old/air.temperature mean (celsius),'=old/air.temperature min (celsius),'=old/air.temperature max (celsius),tv/play.title,"
                + "\"tv/play.title = =HYPERLINK(\"\"http://x\"\") (seconds)\",\"tv/play.title = a, \"\"b\"\"\r\n+c (seconds)\",washer/power.energy increase (kWh),washer/power.energy reading (kWh)",
                "2026-11-01T00:00:00Z,-20.5,-21.5,-19.5,\"'=HYPERLINK(\"\"http://x\"\")\",3600,0,0.25,12.25",
                "2026-11-01T01:00:00Z,,,,\"a, \"\"b\"\"\r\n+c\",0,3600,0.5,0.2",
                ""),
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@a", "'@a")]
    [InlineData("\ta", "'\ta")]
    [InlineData("\ra", "\"'\ra\"")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void Text_OfAField_IsHarmless(string text, string expected) => Assert.Equal(expected, Api.History.SignalCsv.Text(text));
}
