using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests.Parsing;

/// <summary>Faults and forms that published contracts are known or likely to have beyond those at hand: each is read, named, and survives writing.</summary>
public sealed class UnseenContractTests
{
    [Theory]
    [InlineData("\"iid\":\"7\"", "contract.number.text")]
    [InlineData("\"iid\":null", "contract.iid.invalid")]
    [InlineData("\"iid\":0", "contract.iid.invalid")]
    [InlineData("\"iid\":2147483648", "contract.iid.invalid")]
    [InlineData("\"type\":null", "contract.type.invalid")]
    [InlineData("\"type\":\"\"", "contract.type.invalid")]
    [InlineData("\"type\":\"urn:miot-spec-v2:property:on:00000006:x-d:\"", "contract.type.version")]
    [InlineData("\"type\":\"urn:miot-spec-v2:property:on:0000000f:x-d:1\"", null)]
    [InlineData("\"type\":\"URN:miot-spec-v2:property:on:0000000F\"", null)]
    [InlineData("\"type\":\"urn:090615-spec:property:on:0000000F:x-d:1:0000C802\"", null)]
    [InlineData("\"description\":null", null)]
    [InlineData("\"description\":[\"a\",\"b\"]", "contract.description.type")]
    [InlineData("\"description\":\"开关 – Schalter – выключатель\"", null)]
    [InlineData("\"format\":null", "contract.format.unknown")]
    [InlineData("\"format\":\"BOOL\"", "contract.format.unknown")]
    [InlineData("\"format\":[\"bool\"]", "contract.format.unknown")]
    [InlineData("\"format\":\"hex\",\"max-length\":\"20\"", "contract.number.text")]
    [InlineData("\"access\":null", "contract.access.missing")]
    [InlineData("\"access\":[\"READ\",\"Notify\"]", null)]
    [InlineData("\"access\":[\"read\",\"read\"]", null)]
    [InlineData("\"access\":[null,1,\"read\"]", "contract.access.unknown")]
    [InlineData("\"access\":{\"read\":true}", "contract.access.type")]
    [InlineData("\"unit\":null", null)]
    [InlineData("\"unit\":\"\"", null)]
    [InlineData("\"unit\":[\"celsius\"]", "contract.unit.type")]
    [InlineData("\"format\":\"int64\",\"value-range\":[-9223372036854775808,9223372036854775807,1]", null)]
    [InlineData("\"format\":\"uint64\",\"value-range\":[0,18446744073709551615,1]", null)]
    [InlineData("\"format\":\"uint8\",\"value-range\":[\"0\",\"100\",\"1\"]", "contract.number.text")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[100,0,1]", "contract.range.reversed")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[0,100]", "contract.range.step-missing")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[0,100,0]", "contract.range.step")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[0,100,-1]", "contract.range.step")]
    [InlineData("\"format\":\"float\",\"value-range\":[0,1e999,1]", "contract.range.shape")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[]", "contract.range.shape")]
    [InlineData("\"format\":\"uint8\",\"value-range\":{\"min\":0}", "contract.range.shape")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[null,null,null]", "contract.range.shape")]
    [InlineData("\"format\":\"uint8\",\"value-list\":[0,1,2]", null)]
    [InlineData("\"format\":\"uint8\",\"value-list\":[\"off\",\"on\"]", "contract.value-list.entry")]
    [InlineData("\"format\":\"uint8\",\"value-list\":[{\"value\":null}]", "contract.value-list.value")]
    [InlineData("\"format\":\"uint8\",\"value-list\":[{\"value\":1,\"description\":null},{\"value\":2,\"description\":\"\"}]", null)]
    [InlineData("\"format\":\"string\",\"value-list\":[{\"value\":\"a\"}]", "contract.value-list.format")]
    [InlineData("\"format\":\"bool\",\"value-list\":[{\"value\":0}]", "contract.value-list.format")]
    [InlineData("\"format\":\"int8\",\"value-list\":[{\"value\":-128},{\"value\":127}]", null)]
    [InlineData("\"format\":\"int64\",\"value-list\":[{\"value\":-9223372036854775808},{\"value\":9223372036854775807}]", null)]
    [InlineData("\"gatt-access\":[],\"source\":0", null)]
    [InlineData("\"gatt-access\":null,\"source\":null,\"value-range\":null,\"value-list\":null,\"max-length\":null,\"report-interval\":null,\"consumable\":null", null)]
    [InlineData("\"x-vendor\":{\"deep\":[[[{}]]]}", "contract.member.unknown")]
    public void Parse_AForm_IsReadAndNamed(string members, string? code)
    {
        var given = members.Split('"')[1];
        string[] rest = [.. new[] { "\"iid\":1", "\"type\":\"urn:x-spec:property:p:00000001:x-d:1\"", "\"description\":\"\"", "\"format\":\"uint8\"", "\"access\":[\"read\"]" }.Where(member => !member.StartsWith($"\"{given}\"", StringComparison.Ordinal))];

        var result = Contracts.ParseService($"\"properties\":[{{{members},{string.Join(',', rest)}}}]");

        Assert.Single(Contracts.Usable(result).Properties);
        var codes = result.Diagnostics.Where(fault => fault.Code != "contract.value-list.empty").Select(fault => fault.Code).Distinct();
        Assert.Equal(code is null ? [] : [code], codes);
        AssertRoundTrip(result.Contract!);
    }

    [Theory]
    [InlineData("""{"iid":1,"type":"urn:x:action:a:1","in":[{"piid":1},{"iid":2}],"out":[]}""", "contract.arguments.object", 2)]
    [InlineData("""{"iid":1,"type":"urn:x:action:a:1","in":[1,1,2],"out":[]}""", "contract.arguments.duplicate", 2)]
    [InlineData("""{"iid":1,"type":"urn:x:action:a:1","in":["1","2"],"out":[]}""", "contract.number.text", 2)]
    [InlineData("""{"iid":1,"type":"urn:x:action:a:1","in":null,"out":[]}""", "contract.arguments.type", 0)]
    [InlineData("""{"iid":1,"type":"urn:x:action:a:1","in":[9],"out":[]}""", "contract.arguments.unknown", 0)]
    [InlineData("""{"iid":1,"type":"urn:x:action:a:1","in":{"1":2},"out":[]}""", "contract.arguments.type", 0)]
    public void Parse_ArgumentsInOtherForms_AreReadAndNamed(string action, string code, int count)
    {
        var result = Contracts.ParseService($$"""
            "properties":[{"iid":1,"type":"urn:x:property:p:1","format":"bool","access":[]},{"iid":2,"type":"urn:x:property:q:1","format":"bool","access":[]}],"actions":[{{action}}]
            """);

        Assert.Equal(count, Assert.Single(Contracts.Usable(result).Actions).In.Length);
        Assert.Equal(code, Assert.Single(result.Diagnostics.Select(fault => fault.Code).Distinct()));
        AssertRoundTrip(result.Contract!);
    }

    [Theory]
    [InlineData("\"properties\":null,\"actions\":null,\"events\":null")]
    [InlineData("\"properties\":{},\"actions\":\"none\",\"events\":7")]
    [InlineData("\"properties\":[null,7,\"x\",[]]")]
    [InlineData("\"actions\":[{}],\"events\":[{}],\"properties\":[{}]")]
    public void Parse_ListsThatAreNone_LeaveAUsableService(string members)
    {
        var result = Contracts.ParseService(members);

        Assert.Single(Contracts.Usable(result).Services);
        AssertRoundTrip(result.Contract!);
    }

    [Fact]
    public void Parse_ByteOrderMark_IsPassedOver()
    {
        var text = File.ReadAllBytes(Path.Combine(Contracts.Folder, "light.json"));

        var result = ContractParser.Parse((byte[])[0xEF, 0xBB, 0xBF, .. text], "light.json");

        Assert.Empty(result.Diagnostics);
        Assert.Equal(ContractDump.Text(Contracts.OfKind("light")), ContractDump.Text(result.Contract!));
    }

    [Theory]
    [InlineData("../../etc/passwd", "-.-.-.-etc-passwd")]
    [InlineData("..", "--")]
    [InlineData("a..b", "a--b")]
    [InlineData("pm2.5-density", "pm2.5-density")]
    [InlineData("a/b+c#d", "a-b-c-d")]
    [InlineData("x\\u0000\\u202Ey", "x--y")]
    [InlineData("温度", "温度")]
    [InlineData("on ", "on-")]
    public void Parse_HostileNames_CannotLeaveTheirPlaceInATopicOrPath(string name, string key)
    {
        var result = Contracts.Parse($$"""
            {"type":"urn:x-spec:device:d:0000A001:x-d:1","services":[{"iid":2,"type":"urn:x-spec:service:{{name}}:00007801:x-d:1"}]}
            """);

        Assert.Equal(key.Replace("-.-.-.-", "------", StringComparison.Ordinal), Contracts.Usable(result).Services[0].Key);
    }

    [Fact]
    public void Parse_HostileText_IsCleanedAndCut()
    {
        var result = Contracts.ParseProperty($$"""
            "format":"uint8","value-list":[{"value":1,"description":"\u001B[2Jgone\u202E"},{"value":2,"description":"{{new string('x', 5000)}}"}]
            """);

        var list = Contracts.Usable(result).Properties[0].ValueList;
        Assert.Equal(("[2Jgone", ContractLimits.DescriptionLengthMax), (list[0].Description, list[1].Description.Length));
        Assert.Equal(["contract.text.control", "contract.text.long"], result.Diagnostics.Select(fault => fault.Code));
        Assert.All(result.Diagnostics, fault => Assert.DoesNotContain(fault.Format("x"), letter => char.IsControl(letter)));
    }

    [Fact]
    public void Format_ALineThatQuotesAStranger_HoldsNothingThatATerminalObeys()
    {
        var result = Contracts.ParseProperty("\"format\":\"\\u001B[31mred\\u202E\\n\"");

        var line = result.Diagnostics[0].Format("a.json");

        Assert.Contains("\\u001b[31mred\\u202e\\u000a", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, letter => char.IsControl(letter));
    }

    [Theory]
    [InlineData("\"description\":\"\\uD800\"")]
    [InlineData("\"\\uDC00\":1")]
    public void Parse_HalfACharacter_IsRefusedWithItsPlace(string member)
    {
        var result = Contracts.Parse($"{{\"type\":\"urn:x-spec:device:d:0000A001:x-d:1\",{member},\"services\":[]}}");

        Assert.Null(result.Contract);
        Assert.Equal(("json.encoding", 1), (Assert.Single(result.Diagnostics).Code, result.Diagnostics[0].Line));
    }

    private static void AssertRoundTrip(DeviceContract contract)
    {
        var written = ContractWriter.Write(contract);
        var again = ContractParser.Parse(written, "written.json");
        Assert.DoesNotContain(again.Diagnostics, fault => fault.Severity == DiagnosticSeverity.Error);
        Assert.Equal(ContractDump.Text(contract), ContractDump.Text(again.Contract!));
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(ContractWriter.Write(again.Contract!)));
    }
}
