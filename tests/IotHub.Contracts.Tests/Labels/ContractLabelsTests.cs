using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Labels;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Tests.Labels;

public sealed class ContractLabelsTests
{
    private const string Urn = "urn:x-spec:device:d:0000A001:x-d:1";

    private static readonly DeviceContract Device = Contracts.Usable(Contracts.ParseService("""
        "properties":[
          {"iid":1,"type":"urn:x-spec:property:mode:00000001:x-d:1","description":"Mode","format":"uint8","access":["read"],"value-list":[{"value":5,"description":"Low"},{"value":"no"},{"value":7,"description":""}]},
          {"iid":2,"type":"urn:x-spec:property:level:00000002:x-d:1","description":"","format":"uint8","access":["read"]}],
        "actions":[{"iid":1,"type":"urn:x-spec:action:go:00002801:x-d:1","description":"Go","in":[],"out":[]}],
        "events":[{"iid":1012,"type":"urn:x-spec:event:click:00005001:x-d:1","description":"Click","arguments":[]}]
        """));

    [Fact]
    public void In_EveryKindOfKey_FindsItsText()
    {
        var texts = Labels("""
            "de":{"device":"Gerät","device:about":"Ein Gerät.","service:002":"Dienst","service:002:property:001":"Betriebsart","service:2:property:001:valuelist:002":"Hoch",
                  "service:002:action:001":"Los","service:002:event:1012":"Druck"}
            """).In("de-AT");

        var service = Device.Services[0];
        Assert.Equal("de", texts.Language);
        Assert.Equal<string?[]>(["Gerät", "Ein Gerät.", "Dienst", "Betriebsart", "Hoch", "Los", "Druck"],
        [
            texts.Device(Device), texts.About(Device), texts.Service(service), texts.Property(service.Properties[0]),
            texts.Value(service.Properties[0], service.Properties[0].ValueList[1]), texts.Action(service.Actions[0]), texts.Event(service.Events[0]),
        ]);
    }

    [Fact]
    public void In_TextsThatAreNotThere_FallBackInOrder()
    {
        var texts = Labels("""
            "zh_cn":{"service:002:property:002":"级别"},"en":{"service:002:property:001":"Operating mode","device":"Thing"}
            """).In("zh");

        var service = Device.Services[0];
        Assert.Equal("级别", texts.Property(service.Properties[1]));
        Assert.Equal("Operating mode", texts.Property(service.Properties[0]));
        Assert.Equal("Go", texts.Action(service.Actions[0]));
        Assert.Equal("level", ContractLabels.None.In("zh").Property(service.Properties[1]));
        Assert.Equal("v_7", texts.Value(service.Properties[0], service.Properties[0].ValueList[1]));
        Assert.Equal("s", texts.Service(service));
        Assert.Null(texts.About(Device));
        Assert.Null(ContractLabels.None.In("zh").Language);
    }

    [Theory]
    [InlineData("zh", "zh_cn")]
    [InlineData("zh-CN", "zh_cn")]
    [InlineData("ZH_cn", "zh_cn")]
    [InlineData("zh-Hans", "zh_cn")]
    [InlineData("zh-Hans-SG", "zh_cn")]
    [InlineData("zh-TW", "zh_tw")]
    [InlineData("zh-Hant-HK", "zh_tw")]
    [InlineData("zh-HK", "zh_cn")]
    [InlineData("en-GB", "en")]
    [InlineData("pt", "pt_br")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void In_AnySpelling_FindsTheNearestLanguage(string? asked, string found) =>
        Assert.Equal(found, Labels("""
            "zh_cn":{"device":"a"},"zh_tw":{"device":"b"},"en":{"device":"c"},"pt_br":{"device":"d"}
            """).In(asked).Language);

    [Theory]
    [InlineData("", "json.empty")]
    [InlineData("[]", "labels.not-labels")]
    [InlineData("""{"urn":"urn:x-spec:device:d:0000A001:x-d:1"}""", "labels.not-labels")]
    [InlineData("""{"data":{"en":{}}}""", "labels.urn")]
    [InlineData("""{"urn":"../../etc","data":{"en":{}}}""", "labels.urn")]
    public void Parse_NoLabelsAtAll_IsRefusedWithItsPlace(string text, string code)
    {
        var result = ContractLabels.Parse(Encoding.UTF8.GetBytes(text), "test.json");

        Assert.Null(result.Labels);
        var error = Assert.Single(result.Diagnostics, fault => fault.Severity == DiagnosticSeverity.Error);
        Assert.Equal((code, 1), (error.Code, error.Line));
    }

    [Fact]
    public void Parse_FaultyTexts_AreNamedWithTheirPlacesAndTheRestUsed()
    {
        var result = Parse("""
            "en":{
            "service:002:property:001":"Mode",
            "service:002:property:009":"No such",
            "service:002:property:001:valuelist:001":"Left out of the contract",
            "service:x":"What",
            "service:002:action:001":7,
            "service:2":"One",
            "service:002":"Two",
            "device":"safe\u202Eevil\u0007",
            "device:about":null},
            "EN":{"device":"again"},"../x":{"device":"y"},"fr":[]
            """);

        Assert.Equal(
            [
                "labels.key.no-node 3:28", "labels.key.no-node 4:42", "labels.key.unknown 5:13", "labels.text.type 6:26", "labels.key.duplicate 8:15", "labels.text.control 9:10",
                "labels.language.duplicate 11:6", "labels.language 11:32", "labels.texts.type 11:52",
            ],
            result.Diagnostics.Select(fault => $"{fault.Code} {fault.Line}:{fault.Column}"));
        Assert.Equal("safeevil", result.Labels!.In("en").Device(Device));
        Assert.Equal("One", result.Labels.In("en").Service(Device.Services[0]));
        Assert.Equal("en", Assert.Single(result.Labels.Languages));
    }

    [Fact]
    public void Parse_TooMuch_IsRefused()
    {
        var languages = string.Join(',', Enumerable.Range(100, LabelLimits.LanguagesMax + 1).Select(number => $"\"l{number}\":{{}}"));
        var texts = string.Join(',', Enumerable.Range(1, LabelLimits.TextsPerLanguageMax + 1).Select(number => $"\"service:{number}\":\"x\""));

        Assert.Equal("labels.limit.bytes", Assert.Single(ContractLabels.Parse(new byte[LabelLimits.BytesMax + 1], "big.json").Diagnostics).Code);
        Assert.Equal("labels.limit.languages", Assert.Single(Parse(languages).Diagnostics).Code);
        Assert.Equal("labels.limit.texts", Assert.Single(Parse($"\"en\":{{{texts}}}").Diagnostics).Code);
    }

    [Fact]
    public void Parse_ManyUnknownKeys_SaysHowManyAreNotListed()
    {
        var texts = string.Join(',', Enumerable.Range(1, 1000).Select(number => $"\"x{number}\":\"x\""));

        var result = Parse($"\"en\":{{{texts}}}");

        Assert.NotNull(result.Labels);
        Assert.Equal(201, result.Diagnostics.Length);
        Assert.Equal(("labels.faults.more", "800 further faults are not listed."), (result.Diagnostics[^1].Code, result.Diagnostics[^1].Message));
    }

    private static ContractLabels Labels(string data)
    {
        var result = Parse(data);
        Assert.Empty(result.Diagnostics);
        return result.Labels!;
    }

    private static LabelsParseResult Parse(string data) =>
        ContractLabels.Parse(Encoding.UTF8.GetBytes("{\"urn\":\"" + Urn + "\",\"data\":{" + data + "}}"), "test.json", _ => Device);
}
