using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;

namespace IotHub.Contracts.Tests.Parsing;

public sealed class ContractParserTests
{
    [Theory]
    [InlineData("", "json.empty", 1, 1)]
    [InlineData("{\n \"type\": x}", "json.syntax", 2, 10)]
    [InlineData("\n[]", "contract.not-an-object", 2, 1)]
    [InlineData("{\"type\":\"urn:a:device:b:c\"}", "contract.services.missing", 1, 1)]
    [InlineData("{\"type\":\"urn:a:device:b:c\",\n\"services\": []}", "contract.services.missing", 2, 13)]
    public void Parse_NoContractAtAll_IsAnErrorWithItsPlace(string text, string code, int line, int column)
    {
        var result = Contracts.Parse(text);

        Assert.Null(result.Contract);
        var error = Assert.Single(result.Diagnostics, fault => fault.Severity == DiagnosticSeverity.Error);
        Assert.Equal((code, line, column), (error.Code, error.Line, error.Column));
    }

    [Fact]
    public void Parse_TooManyBytes_IsRefusedUnread()
    {
        var result = ContractParser.Parse(new byte[ContractLimits.BytesMax + 1], "big.json");

        Assert.Null(result.Contract);
        Assert.Equal("contract.limit.bytes", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Parse_TooManyServices_IsRefused()
    {
        var services = string.Join(',', Enumerable.Range(1, ContractLimits.ServicesMax + 1).Select(iid => $$"""{"iid":{{iid}},"type":"urn:x:service:s:1"}"""));

        var result = Contracts.Parse($$"""{"type":"urn:x:device:d:1","services":[{{services}}]}""");

        Assert.Null(result.Contract);
        Assert.Contains("129 services", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooDeep_IsRefused()
    {
        var result = Contracts.Parse(new string('[', 40) + new string(']', 40));

        Assert.Equal("json.depth", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Parse_RepeatedServiceAndProperty_AreNumberedInOrder()
    {
        const string Outlet = """{"iid":IID,"type":"urn:x:service:outlet:1","description":"","properties":[{"iid":1,"type":"urn:x:property:on:1","format":"bool","access":["read"]},{"iid":2,"type":"urn:x:property:on:1","format":"bool","access":["read"]}]}""";
        var services = string.Join(',', new[] { 2, 3, 7 }.Select(iid => Outlet.Replace("IID", $"{iid}", StringComparison.Ordinal)));

        var contract = Contracts.Usable(Contracts.Parse($$"""{"type":"urn:x:device:d:1","services":[{{services}}]}"""));

        Assert.Equal(["outlet", "outlet-2", "outlet-3"], contract.Services.Select(service => service.Key));
        Assert.Equal(["outlet.on", "outlet.on-2", "outlet-2.on", "outlet-2.on-2", "outlet-3.on", "outlet-3.on-2"], contract.Properties.Select(property => property.Key));
        Assert.Equal([0, 1, 2, 3, 4, 5], contract.Properties.Select(property => property.Index));
    }

    [Fact]
    public void Parse_ServiceWithoutType_IsNamedAfterItsNumber()
    {
        var result = Contracts.Parse("""{"type":"urn:x:device:d:1","services":[{"iid":9,"properties":[{"iid":1,"type":"urn:x:property:on:1","format":"bool","access":["read"]}]}]}""");

        Assert.Equal("service-9.on", Assert.Single(Contracts.Usable(result).Properties).Key);
        Assert.Equal(("contract.type.missing", "/services/0"), (result.Diagnostics[0].Code, result.Diagnostics[0].Path));
    }

    [Theory]
    [InlineData("""["read","notify"]""", PropertyAccess.Read | PropertyAccess.Notify)]
    [InlineData("""["notify","write","read"]""", PropertyAccess.Read | PropertyAccess.Write | PropertyAccess.Notify)]
    [InlineData("""["write"]""", PropertyAccess.Write)]
    [InlineData("""["notify"]""", PropertyAccess.Notify)]
    [InlineData("[]", PropertyAccess.None)]
    public void Parse_AccessSets_AreKeptInAnyOrder(string access, PropertyAccess expected)
    {
        var result = Contracts.ParseService($$"""
            "properties":[{"iid":1,"type":"urn:x:property:p:1","format":"bool","access":{{access}}}]
            """);

        Assert.Equal(expected, Contracts.Usable(result).Properties[0].Access);
        Assert.Empty(result.Diagnostics);
    }

    [Theory]
    [InlineData("""["read","sing"]""", "contract.access.unknown", PropertyAccess.Read)]
    [InlineData("null", "contract.access.missing", PropertyAccess.None)]
    [InlineData("\"read\"", "contract.access.type", PropertyAccess.Read)]
    public void Parse_FaultyAccess_IsNamedAndTheRestUsed(string access, string code, PropertyAccess expected)
    {
        var result = Contracts.ParseService($$"""
            "properties":[{"iid":1,"type":"urn:x:property:p:1","format":"bool","access":{{access}}}]
            """);

        Assert.Equal(expected, Contracts.Usable(result).Properties[0].Access);
        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
    }

    [Theory]
    [InlineData("bool", PropertyFormat.Boolean)]
    [InlineData("uint8", PropertyFormat.UInt8)]
    [InlineData("uint16", PropertyFormat.UInt16)]
    [InlineData("uint32", PropertyFormat.UInt32)]
    [InlineData("uint64", PropertyFormat.UInt64)]
    [InlineData("int8", PropertyFormat.Int8)]
    [InlineData("int16", PropertyFormat.Int16)]
    [InlineData("int32", PropertyFormat.Int32)]
    [InlineData("int64", PropertyFormat.Int64)]
    [InlineData("float", PropertyFormat.Float)]
    [InlineData("string", PropertyFormat.String)]
    [InlineData("hex", PropertyFormat.Hex)]
    public void Parse_EachFormat_IsKnown(string name, PropertyFormat expected)
    {
        var result = Contracts.ParseProperty($"\"format\":\"{name}\"");

        Assert.Equal(expected, Contracts.Usable(result).Properties[0].Format);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(name, FormatNames.NameOf(expected));
    }

    [Fact]
    public void Parse_UnknownFormat_IsAnInt64WithAWarning()
    {
        var result = Contracts.ParseProperty("\"format\":\"uint24\"");

        Assert.Equal(PropertyFormat.Int64, Contracts.Usable(result).Properties[0].Format);
        Assert.Equal(("contract.format.unknown", "/services/0/properties/0/format"), (result.Diagnostics[0].Code, result.Diagnostics[0].Path));
    }

    [Theory]
    [InlineData("\"arcdegress\"", "arcdegress", MeasurementUnit.ArcDegrees, 0)]
    [InlineData("\"μg/m3\"", "μg/m3", MeasurementUnit.MicrogramsPerCubicMetre, 0)]
    [InlineData("\"ug/m3\"", "ug/m3", MeasurementUnit.MicrogramsPerCubicMetre, 0)]
    [InlineData("\"hour\"", "hour", MeasurementUnit.Hours, 0)]
    [InlineData("\"mv\"", "mv", MeasurementUnit.Millivolts, 0)]
    [InlineData("\"mV\"", "mV", MeasurementUnit.Millivolts, 0)]
    [InlineData("\"MV\"", "MV", MeasurementUnit.None, 1)]
    [InlineData("\"none\"", "none", MeasurementUnit.None, 0)]
    [InlineData("null", null, MeasurementUnit.None, 0)]
    [InlineData("\"furlong\"", "furlong", MeasurementUnit.None, 1)]
    [InlineData("7", null, MeasurementUnit.None, 1)]
    public void Parse_Unit_KeepsTheTextAndMapsIt(string json, string? raw, MeasurementUnit unit, int faults)
    {
        var result = Contracts.ParseProperty($"\"format\":\"float\",\"unit\":{json}");

        var property = Contracts.Usable(result).Properties[0];
        Assert.Equal((raw, unit), (property.RawUnit, property.Unit));
        Assert.Equal(faults, result.Diagnostics.Length);
    }

    [Fact]
    public void Parse_FractionalStep_IsKept() => Assert.Equal(new ValueRange(16, 31, 0.5), Contracts.Property("\"format\":\"float\",\"value-range\":[16,31,0.5]").Range);

    [Theory]
    [InlineData("\"format\":\"uint8\",\"value-range\":[100,1,1]", "contract.range.reversed")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[300,400,1]", "contract.range.absurd")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[1]", "contract.range.shape")]
    [InlineData("\"format\":\"uint8\",\"value-range\":\"1-5\"", "contract.range.shape")]
    [InlineData("\"format\":\"float\",\"value-range\":[0,1,0]", "contract.range.step")]
    [InlineData("\"format\":\"bool\",\"value-range\":[0,1,1]", "contract.range.format")]
    [InlineData("\"format\":\"string\",\"value-range\":[0,1,1]", "contract.range.format")]
    [InlineData("\"format\":\"uint8\",\"value-range\":[0,9,1],\"value-list\":[{\"value\":1,\"description\":\"a\"}]", "contract.range.and-list")]
    public void Parse_RangeThatCannotBeMeant_IsDroppedWithAWarning(string members, string code)
    {
        var result = Contracts.ParseProperty(members);

        Assert.Null(Contracts.Usable(result).Properties[0].Range);
        Assert.Equal((code, DiagnosticSeverity.Warning), (result.Diagnostics[0].Code, result.Diagnostics[0].Severity));
    }

    [Theory]
    [InlineData("[0,300,1]", 0, 255, 1, "contract.range.beyond-format")]
    [InlineData("[0,9,0]", 0, 9, 1, "contract.range.step")]
    [InlineData("[0,9]", 0, 9, 1, "contract.range.step-missing")]
    public void Parse_RangeThatCanBeMended_IsMendedWithAWarning(string range, double minimum, double maximum, double step, string code)
    {
        var result = Contracts.ParseProperty($"\"format\":\"uint8\",\"value-range\":{range}");

        Assert.Equal(new ValueRange(minimum, maximum, step), Contracts.Usable(result).Properties[0].Range);
        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Parse_ValueListWithRepeatedAndEmptyDescriptions_GivesUniqueNames()
    {
        var property = Contracts.Property("""
            "format":"uint8","value-list":[{"value":0,"description":"Auto"},{"value":1,"description":""},{"value":2,"description":"auto"},{"value":3,"description":"自动"},{"value":4},{"value":5,"description":"Auto"}]
            """);

        Assert.Equal(["Auto", "v_1", "auto_2", "自动", "v_4", "Auto_3"], property.ValueList.Select(entry => entry.Name));
        Assert.Equal(["Auto", "", "auto", "自动", "", "Auto"], property.ValueList.Select(entry => entry.Description));
    }

    [Theory]
    [InlineData("""[{"value":1,"description":"a"},{"value":1,"description":"b"}]""", "contract.value-list.duplicate", 1)]
    [InlineData("""[{"value":1,"description":"a"},{"value":"high","description":"b"}]""", "contract.value-list.value", 1)]
    [InlineData("""[{"value":1,"description":"a"},{"value":"2","description":"b"}]""", "contract.number.text", 2)]
    [InlineData("""[{"value":1,"description":"a"},{"value":2.5,"description":"b"}]""", "contract.value-list.value", 1)]
    [InlineData("""[{"value":1,"description":"a"},{"value":256,"description":"b"}]""", "contract.value-list.beyond-format", 1)]
    [InlineData("""[{"value":1,"description":"a"},"high"]""", "contract.value-list.entry", 1)]
    [InlineData("[]", "contract.value-list.empty", 0)]
    [InlineData("{}", "contract.value-list.empty", 0)]
    public void Parse_FaultyValueList_KeepsTheGoodEntries(string list, string code, int kept)
    {
        var result = Contracts.ParseProperty($"\"format\":\"uint8\",\"value-list\":{list}");

        Assert.Equal(kept, Contracts.Usable(result).Properties[0].ValueList.Length);
        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Parse_ArgumentsMissingNullOrUnknown_AreLeftOut()
    {
        var result = Contracts.ParseService("""
            "properties":[{"iid":3,"type":"urn:x:property:p:1","format":"int64","access":[]}],
            "actions":[{"iid":1,"type":"urn:x:action:a:1","in":[3,4,"x"],"out":null},{"iid":2,"type":"urn:x:action:a:1"}],
            "events":[{"iid":1012,"type":"urn:x:event:e:1","arguments":[3]}]
            """);

        var service = Contracts.Usable(result).Services[0];
        Assert.Equal(["s.p"], service.Actions[0].In.Select(property => property.Key));
        Assert.Empty(service.Actions[0].Out);
        Assert.Equal("s.a-2", service.Actions[1].Key);
        Assert.Same(service.Properties[0], Assert.Single(service.Events[0].Arguments));
        Assert.Equal(1012, service.Events[0].Iid);
        Assert.Equal(
            ["contract.arguments.unknown", "contract.arguments.item", "contract.arguments.type", "contract.arguments.missing", "contract.arguments.missing"],
            result.Diagnostics.Select(fault => fault.Code));
    }

    [Fact]
    public void Parse_RepeatedAndMissingIids_AreKeptAndNumbered()
    {
        var result = Contracts.ParseService("""
            "properties":[{"iid":1,"type":"urn:x:property:a:1","format":"bool","access":[]},{"iid":1,"type":"urn:x:property:b:1","format":"bool","access":[]},{"type":"urn:x:property:c:1","format":"bool","access":[]}]
            """);

        Assert.Equal([1, 1, 2], Contracts.Usable(result).Properties.Select(property => property.Iid));
        Assert.Equal(["contract.iid.duplicate", "contract.iid.missing"], result.Diagnostics.Select(fault => fault.Code));
    }

    [Fact]
    public void Parse_EightPartUrnGattAccessSourceAndMaxLength_AreRead()
    {
        var result = Contracts.ParseService("""
            "properties":[{"iid":1,"type":"urn:miot-spec-v2:property:text:00000001:x-d:2:0000C802","description":"","format":"string","access":["read"],"gatt-access":[],"source":1,"max-length":12}]
            """);

        var property = Contracts.Usable(result).Properties[0];
        Assert.Equal((12, "0000C802", 2, true), (property.LengthMax, property.Type.Suffix, property.Type.Version, property.Type.IsStandard));
        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void Parse_MisspeltMember_IsNamedWithASuggestion()
    {
        var fault = Assert.Single(Contracts.ParseProperty("\"format\":\"uint8\",\"value_range\":[0,1,1]").Diagnostics);

        Assert.Equal(("contract.member.unknown", "Did you mean \"value-range\"?"), (fault.Code, fault.Suggestion));
    }

    [Fact]
    public void Parse_RepeatedMember_UsesTheFirstAndSaysSo()
    {
        var result = Contracts.ParseProperty("\"format\":\"uint8\",\"format\":\"bool\"");

        Assert.Equal(PropertyFormat.UInt8, Contracts.Usable(result).Properties[0].Format);
        Assert.Equal("json.duplicate-name", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Parse_VeryManyFaults_ListsABoundedNumber()
    {
        var properties = string.Join(',', Enumerable.Range(1, 1000).Select(_ => "{}"));

        var result = Contracts.ParseService($"\"properties\":[{properties}]");

        Assert.Equal(1000, Contracts.Usable(result).Properties.Length);
        Assert.Equal(ContractLimits.DiagnosticsMax + 1, result.Diagnostics.Length);
        Assert.Equal("contract.faults.more", result.Diagnostics[^1].Code);
    }

    [Theory]
    [InlineData("urn:miot-spec-v2:property:pm2.5-density:00000034:zhimi-mb5:1", "pm2.5-density", "zhimi-mb5", 1, "")]
    [InlineData("urn:miot-spec-v2:service:battery:00007805:zhimi-v1:", "battery", "zhimi-v1", null, "")]
    [InlineData("urn:miot-spec-v2:device:light:0000A001", "light", "", null, "")]
    [InlineData("urn:miot-spec-v2:device:light:0000a001:x-y:2:0000C802", "light", "x-y", 2, "0000C802")]
    public void UrnParser_LenientForms_AreSplit(string text, string name, string product, int? version, string suffix)
    {
        Assert.True(UrnParser.TryParse(text, out var urn));
        Assert.Equal((text, name, product, version, suffix), (urn.Text, urn.Name, urn.VendorProduct, urn.Version, urn.Suffix));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("light")]
    [InlineData("urn:a:b")]
    [InlineData("urn:a:b::1")]
    public void UrnParser_NoUrn_IsFalse(string? text) => Assert.False(UrnParser.TryParse(text, out _));
}
