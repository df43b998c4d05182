using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests.Parsing;

public sealed class ContractExtensionTests
{
    [Fact]
    public void Parse_ReportIntervals_OfDeviceAndPropertyAreRead()
    {
        var contract = Contracts.Usable(Contracts.Parse("""
            {"type":"urn:x-spec:device:d:0000A001:x-d:1","report-interval":600,"services":[{"iid":2,"type":"urn:x-spec:service:s:00007801:x-d:1","properties":[
              {"iid":1,"type":"urn:x-spec:property:p:00000001:x-d:1","format":"float","access":["notify"],"report-interval":60.0}]}]}
            """));

        Assert.Equal(TimeSpan.FromMinutes(10), contract.ReportInterval);
        Assert.Equal(TimeSpan.FromMinutes(1), contract.Properties[0].ReportInterval);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-60")]
    [InlineData("604801")]
    [InlineData("1.5")]
    [InlineData("\"60\"")]
    [InlineData("9223372036854775808")]
    public void Parse_ReportIntervalThatCannotBeMeant_IsNamedAndIgnored(string interval)
    {
        var result = Contracts.ParseProperty($"\"format\":\"float\",\"report-interval\":{interval}");

        Assert.Null(Contracts.Usable(result).Properties[0].ReportInterval);
        Assert.Equal(("contract.report-interval.invalid", "/services/0/properties/0/report-interval"), (result.Diagnostics[0].Code, result.Diagnostics[0].Path));
    }

    [Fact]
    public void Parse_Consumable_KeepsNameResetAndLow()
    {
        var result = ParseConsumable("""{"name":"main-brush","reset":3,"low":12.5}""");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(new Consumable("main-brush", 3, 12.5), result.Contract!.Properties[0].Consumable);
    }

    [Theory]
    [InlineData("""{"name":"filter","low":5,"reset":4}""", "contract.consumable.reset", "filter", null, 5)]
    [InlineData("""{"name":"filter","low":5,"reset":"3"}""", "contract.consumable.reset", "filter", null, 5)]
    [InlineData("""{"name":"filter","reset":3}""", "contract.consumable.low", "filter", 3, 1)]
    [InlineData("""{"name":"filter","low":101,"reset":3}""", "contract.consumable.low", "filter", 3, 1)]
    [InlineData("""{"name":"filter","low":5,"resets":3}""", "contract.member.unknown", "filter", null, 5)]
    public void Parse_ConsumableWithAFault_IsNamedAndTheRestUsed(string consumable, string code, string name, int? reset, double low)
    {
        var result = ParseConsumable(consumable);

        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
        Assert.Equal(new Consumable(name, reset, low), result.Contract!.Properties[0].Consumable);
    }

    [Theory]
    [InlineData("\"filter\"", "contract.consumable.name")]
    [InlineData("""{"low":5}""", "contract.consumable.name")]
    [InlineData("""{"name":"Filter","low":5}""", "contract.consumable.name")]
    [InlineData("""{"name":"../x","low":5}""", "contract.consumable.name")]
    public void Parse_ConsumableThatCannotBeMeant_IsNamedAndIgnored(string consumable, string code)
    {
        var result = ParseConsumable(consumable);

        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
        Assert.Null(result.Contract!.Properties[0].Consumable);
    }

    [Fact]
    public void Parse_ConsumableOfText_IsIgnored()
    {
        var result = Contracts.ParseProperty("""
            "format":"string","consumable":{"name":"filter","low":5}
            """);

        Assert.Equal("contract.consumable.format", Assert.Single(result.Diagnostics).Code);
        Assert.Null(result.Contract!.Properties[0].Consumable);
    }

    [Fact]
    public void Write_Extensions_ReadBackEqual()
    {
        var contract = Contracts.Usable(Contracts.Parse("""
            {"type":"urn:x-spec:device:d:0000A001:x-d:1","report-interval":3600,"services":[{"iid":2,"type":"urn:x-spec:service:s:00007801:x-d:1","properties":[
              {"iid":1,"type":"urn:x-spec:property:p:00000001:x-d:1","format":"uint8","access":["notify"],"value-range":[0,100,1],"report-interval":60,"consumable":{"name":"filter","reset":3,"low":10}},
              {"iid":2,"type":"urn:x-spec:property:q:00000002:x-d:1","format":"uint8","access":["notify"],"consumable":{"name":"battery","low":0.5}}],
              "actions":[{"iid":3,"type":"urn:x-spec:action:reset:00002801:x-d:1","in":[],"out":[]}]}]}
            """));

        var again = ContractParser.Parse(ContractWriter.Write(contract), "written.json");

        Assert.Empty(again.Diagnostics);
        Assert.Equal(ContractDump.Text(contract), ContractDump.Text(again.Contract!));
        Assert.Contains("Consumable { Name = filter, ResetIid = 3, Low = 10 }", ContractDump.Text(again.Contract!), StringComparison.Ordinal);
    }

    private static ContractParseResult ParseConsumable(string consumable) => Contracts.ParseService($$"""
        "properties":[{"iid":1,"type":"urn:x-spec:property:p:00000001:x-d:1","description":"","format":"uint8","access":["read"],"value-range":[1,100,1],"consumable":{{consumable}}}],
        "actions":[{"iid":3,"type":"urn:x-spec:action:reset:00002801:x-d:1","description":"","in":[],"out":[]}]
        """);
}
