using IotHub.Contracts.Comparison;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Replacement;

namespace IotHub.Api.Tests.Devices;

public sealed class ReplaceEndpointsTests
{
    private static readonly ReplacementPreview Preview = new(
        "hall-lamp",
        SampleHome.Lamp.Did,
        "urn:a",
        "new",
        "urn:b",
        [new CoverNode(ContractNodeKind.Property, "light.on", CoverVerdict.Kept, []), new CoverNode(ContractNodeKind.Event, "light.click", CoverVerdict.Missing, ["light.click is not there."])],
        ["light.on"],
        [new DocumentForecast(true, "evening", "Evening", DocumentFate.Broken, [new CoverNode(ContractNodeKind.Property, "light.on", CoverVerdict.Kept, [])],
            [new Diagnostic(DiagnosticSeverity.Error, "scene.value.range", "/set", 3, 14, "Too much.")])],
        ["light.mode"]);

    [Fact]
    public async Task Preview_FoundHardware_SaysWhatWouldCome()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.Yes("hall-lamp") with { Replacement = Preview };

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices/hall-lamp/replace/preview", """{"did":"new"}""");

        Assert.Equal(200, status);
        Assert.Equal(new HubInput.PreviewReplace("hall-lamp", "new"), Assert.Single(api.Inputs));
        Assert.Equal(
            """
            {"device":"hall-lamp","fromDid":"FROM","fromContract":"urn:a","toDid":"new","toContract":"urn:b","breaks":true,"nodes":[{"kind":"property","address":"light.on","verdict":"kept","used":true,"reasons":[]},{"kind":"event","address":"light.click","verdict":"missing","used":false,"reasons":["light.click is not there."]}],"documents":[{"kind":"scene","id":"evening","name":"Evening","fate":"broken","uses":["light.on"],"diagnostics":[{"severity":"error","code":"scene.value.range","path":"/set","line":3,"column":14,"message":"Too much."}]}],"lostValues":["light.mode"]}
            """.Replace("FROM", SampleHome.Lamp.Did, StringComparison.Ordinal),
            body.GetRawText());
    }

    [Theory]
    [InlineData("replace.breaks", 409)]
    [InlineData("replace.same", 409)]
    [InlineData("device.adopted", 409)]
    [InlineData("device.unknown", 404)]
    [InlineData("device.not-found", 404)]
    [InlineData("device.contract", 422)]
    public async Task Replace_RefusedByTheLoop_IsTheProblemOfItsCode(string code, int expected)
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.No(code, "No.") with { Replacement = Preview };

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices/hall-lamp/replace", """{"did":"new","acceptBreaks":false}""");

        Assert.Equal((expected, code), (status, body.GetProperty("code").GetString()));
        Assert.Equal(new HubInput.Replace("hall-lamp", "new", "local", false), Assert.Single(api.Inputs));
    }

    [Fact]
    public async Task Replace_Done_IsShownAtOnceWithTheValuesThatStay()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = input =>
        {
            var states = new PropertyState[SampleHome.Lamp.Contract.Properties.Length];
            states[0] = new PropertyState(PropertyValue.FromBoolean(true), ValueOrigin.Restored, SampleHome.Start, SampleHome.Start, 1);
            api.Offer(
                new HubOutput.DeviceFound(new FoundDevice(SampleHome.Lamp.Did, new AnnounceMessage("urn:a"), true, SampleHome.Start)),
                new HubOutput.DeviceReplaced(SampleHome.Lamp, SampleHome.Lamp with { Did = "new" }, [.. states], [], null, SampleHome.Start));
            return HubAnswer.Yes("hall-lamp") with { Replacement = Preview };
        };

        var (status, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices/hall-lamp/replace", """{"did":"new","acceptBreaks":true}""");
        var (_, device) = await api.SendAsync(HttpMethod.Get, "/api/v1/devices/hall-lamp");
        var (_, found) = await api.SendAsync(HttpMethod.Get, "/api/v1/found");

        Assert.Equal(200, status);
        Assert.Equal(("new", false, "restored"), (device.GetProperty("did").GetString(), device.GetProperty("online").GetBoolean(), device.GetProperty("properties").GetProperty("light.on").GetProperty("origin").GetString()));
        Assert.Contains(SampleHome.Lamp.Did, found.EnumerateArray().Select(one => one.GetProperty("did").GetString()));
    }

    [Fact]
    public async Task Undo_NothingToTakeBack_IsAProblem()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = _ => HubAnswer.No("replace.none", "hall-lamp was not replaced.");

        var (status, body) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices/hall-lamp/replace/undo");

        Assert.Equal((409, "replace.none"), (status, body.GetProperty("code").GetString()));
        Assert.Equal(new HubInput.UndoReplace("hall-lamp", "local"), Assert.Single(api.Inputs));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"did":"new","force":true}""")]
    [InlineData("""{"did":null}""")]
    public async Task Replace_BodyThatCannotBeUsed_IsRefusedUnasked(string json)
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, _) = await api.SendAsync(HttpMethod.Post, "/api/v1/devices/hall-lamp/replace", json);

        Assert.Equal(400, status);
        Assert.Empty(api.Inputs);
    }
}
