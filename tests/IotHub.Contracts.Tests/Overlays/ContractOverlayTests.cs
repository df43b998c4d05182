using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Overlays;
using IotHub.Contracts.Tests.Parsing;

namespace IotHub.Contracts.Tests.Overlays;

public sealed class ContractOverlayTests
{
    private static readonly DeviceContract Device = Contracts.Usable(Contracts.Parse("""
        {"type":"urn:x-spec:device:d:0000A001:x-d:1","description":"D","services":[
          {"iid":2,"type":"urn:x-spec:service:s:00007801:x-d:1","description":"S","properties":[
            {"iid":1,"type":"urn:x-spec:property:on:00000001:x-d:1","description":"","format":"bool","access":["read","write","notify"]},
            {"iid":2,"type":"urn:x-spec:property:temperature:00000002:x-d:1","description":"","format":"uint16","access":["read","write","notify"],"value-range":[0,500,5]},
            {"iid":3,"type":"urn:x-spec:property:mode:00000003:x-d:1","description":"","format":"uint8","access":["read","write"],"value-list":[{"value":10,"description":"Low"},{"value":15,"description":"Odd"},{"value":20,"description":"High"}]},
            {"iid":4,"type":"urn:x-spec:property:on:00000001:x-d:1","description":"","format":"uint8","access":["read","write"]}],
           "actions":[{"iid":1,"type":"urn:x-spec:action:go:00002801:x-d:1","description":"","in":[2,3],"out":[1]}],
           "events":[{"iid":1,"type":"urn:x-spec:event:beep:00005001:x-d:1","description":"","arguments":[2]}]},
          {"iid":3,"type":"urn:x-spec:service:t:00007802:x-d:1","description":"T","properties":[
            {"iid":1,"type":"urn:x-spec:property:p:00000001:x-d:1","description":"","format":"float","access":["notify"]}]}]}
        """));

    [Fact]
    public void Apply_NothingToChange_IsTheSameContract() =>
        Assert.Equal(ContractDump.Text(Device), ContractDump.Text(Applied("\"change\":{}", "overlay.nothing")));

    [Fact]
    public void Apply_EveryMemberOfAProperty_IsReplaced()
    {
        var contract = Applied("""
            "change":{"prop.3.1":{"name":"pressure","description":"Air","unit":"pascal","format":"uint32","access":["read"],"value-range":[90000,110000,10],"report-interval":60,"max-length":null,
              "consumable":{"name":"air","low":95000}}}
            """);

        Assert.True(contract.TryGetProperty("t.pressure", out var property));
        Assert.Equal(
            ("Air", "pascal", MeasurementUnit.Pascals, PropertyFormat.UInt32, PropertyAccess.Read, new ValueRange(90000, 110000, 10), TimeSpan.FromMinutes(1), new Consumable("air", null, 95000)),
            (property.Description, property.RawUnit, property.Unit, property.Format, property.Access, property.Range, property.ReportInterval, property.Consumable));
        Assert.Equal("urn:x-spec:property:pressure:00000001:x-d:1", property.Type.Text);
        Assert.Null(property.Scaling);
    }

    [Fact]
    public void Apply_ANewName_NumbersTheRestAnew()
    {
        var contract = Applied("""
            "change":{"prop.2.1":{"name":"power"},"service.3":{"name":"s","description":"Second"},"action.2.1":{"name":"start","in":[1]},"event.2.1":{"name":"ping","arguments":[]}}
            """);

        Assert.Equal(["s.power", "s.temperature", "s.mode", "s.on", "s-2.p"], contract.Properties.Select(property => property.Key));
        Assert.Equal([0, 1, 2, 3, 4], contract.Properties.Select(property => property.Index));
        var action = Assert.Single(contract.Actions);
        Assert.Equal(("s.start", "s.power", "s.power"), (action.Key, Assert.Single(action.In).Key, Assert.Single(action.Out).Key));
        Assert.Same(contract.Properties[0], action.In[0]);
        Assert.Equal("s.ping()", $"{Assert.Single(contract.Events).Key}({string.Join(',', contract.Events.Single().Arguments)})");
        Assert.Equal("Second", contract.Services[1].Description);
    }

    [Fact]
    public void Apply_AListForARange_StandsInForIt()
    {
        var contract = Applied("""
            "change":{"prop.2.2":{"value-list":[{"value":1,"description":"One"}]},"prop.2.3":{"value-range":[1,3,1]},"device":{"description":"Better","report-interval":30}}
            """);

        Assert.Null(contract.Properties[1].Range);
        Assert.Equal("One", Assert.Single(contract.Properties[1].ValueList).Name);
        Assert.Empty(contract.Properties[2].ValueList);
        Assert.Equal(new ValueRange(1, 3, 1), contract.Properties[2].Range);
        Assert.Equal(("Better", TimeSpan.FromSeconds(30)), (contract.Description, contract.ReportInterval));
    }

    [Fact]
    public void Apply_Removals_TakeNodesAndTheirUseAsArguments()
    {
        var contract = Applied("""
            "remove":["service.3","prop.2.2","event.2.*"]
            """);

        Assert.Equal(["s.on", "s.mode", "s.on-2"], contract.Properties.Select(property => property.Key));
        Assert.Equal(["s.mode"], Assert.Single(contract.Actions).In.Select(argument => argument.Key));
        Assert.Empty(contract.Events);
    }

    [Fact]
    public void Apply_EverythingRemoved_LeavesTheContractAsItWas()
    {
        var result = Overlay("""
            "remove":["service.2","service.3"]
            """).Apply(Device);

        Assert.Same(Device, result.Contract);
        Assert.Equal((DiagnosticSeverity.Error, "overlay.empty"), result.Diagnostics.Select(fault => (fault.Severity, fault.Code)).Single());
    }

    [Fact]
    public void Apply_AddedServices_AreAppendedOrMerged()
    {
        var contract = Applied("""
            "add":{"services":[
              {"iid":9,"type":"urn:x-spec:service:s:00007801:x-d:1","description":"","properties":[{"iid":1,"type":"urn:x-spec:property:q:00000001:x-d:1","description":"","format":"bool","access":["read"]}]},
              {"iid":3,"type":"urn:x-spec:service:t:00007802:x-d:1","description":"","actions":[{"iid":7,"type":"urn:x-spec:action:reset:00002801:x-d:1","description":"","in":[1],"out":[]}]}]}
            """);

        Assert.Equal(["s", "t", "s-2"], contract.Services.Select(service => service.Key));
        Assert.Equal("s-2.q", contract.Properties[^1].Key);
        Assert.True(contract.TryGetAction("t.reset", out var reset));
        Assert.Equal("t.p", Assert.Single(reset.In).Key);
    }

    [Fact]
    public void Apply_Scaling_ConvertsWhatThePublishedContractSaysInRawNumbers()
    {
        var contract = Applied("""
            "change":{"prop.2.2":{"scaling":{"multiply":0.1,"add":-10}},"prop.2.3":{"scaling":{"multiply":0.1}}}
            """, "overlay.scaling.list");

        Assert.Equal((PropertyFormat.Float, new ValueRange(-10, 40, 0.5)), (contract.Properties[1].Format, contract.Properties[1].Range));
        Assert.Equal([(1, "Low"), (2, "High")], contract.Properties[2].ValueList.Select(entry => (entry.Value, entry.Name)));
        Assert.Equal(PropertyFormat.UInt16, contract.Properties[1].Scaling!.Device.Format);
    }

    [Theory]
    [InlineData("""{"scaling":{"multiply":0.1},"value-range":[0,9000,0.1]}""", "overlay.scaling.range", 0, 6553.5, 0.1)]
    [InlineData("""{"scaling":{"multiply":0.1},"value-range":[5,40,0.01]}""", "overlay.scaling.step", 5, 40, 0.1)]
    [InlineData("""{"scaling":{"multiply":-1,"add":100}}""", null, -400, 100, 5)]
    public void Apply_Scaling_KeepsTheRangeWithinWhatTheDeviceCanCarry(string change, string? code, double minimum, double maximum, double step)
    {
        var contract = Applied($"\"change\":{{\"prop.2.2\":{change}}}", code is null ? [] : [code]);

        Assert.Equal(new ValueRange(minimum, maximum, step), contract.Properties[1].Range);
    }

    [Fact]
    public void Apply_WhatTheContractDoesNotHave_IsNamedWithItsPlace()
    {
        var result = Overlay("""
            "change":{"prop.2.9":{"unit":"V"},
            "service.7":{"name":"x"},
            "prop.2.2":{"value-range":[9,1,1]},
            "action.2.5":{}},
            "remove":["prop.9.*",
            "event.2.1"]
            """).Apply(Device);

        Assert.Equal(
            ["overlay.no-node 1:66", "overlay.no-node 2:13", "contract.range.reversed 3:27", "overlay.no-node 4:14", "overlay.no-node 5:11"],
            result.Diagnostics.Select(fault => $"{fault.Code} {fault.Line}:{fault.Column}"));
        Assert.Empty(result.Contract.Events);
    }

    [Theory]
    [InlineData("\"prop.2.2\":{\"scaling\":{\"multiply\":0}}", "overlay.scaling.multiply")]
    [InlineData("\"prop.2.2\":{\"scaling\":{\"multiply\":\"x\"}}", "overlay.scaling.multiply")]
    [InlineData("\"prop.2.2\":{\"scaling\":{\"multiply\":1e10}}", "overlay.scaling.multiply")]
    [InlineData("\"prop.2.2\":{\"scaling\":0.1}", "overlay.scaling.type")]
    [InlineData("\"prop.2.1\":{\"scaling\":{\"multiply\":2}}", "overlay.scaling.format")]
    [InlineData("\"prop.3.1\":{\"scaling\":{\"invert\":true}}", "overlay.scaling.format")]
    [InlineData("\"prop.2.1\":{\"scaling\":{\"invert\":true,\"add\":1}}", "overlay.scaling.invert")]
    [InlineData("\"prop.2.4\":{\"scaling\":{\"invert\":true}}", "overlay.scaling.format")]
    [InlineData("\"prop.2.2\":{\"scaling\":{\"multiply\":0.1},\"format\":\"string\"}", "overlay.scaling.format")]
    [InlineData("\"prop.2.2\":{\"name\":\"../x\"}", "overlay.name")]
    public void Apply_AChangeThatCannotBeMeant_IsNamedAndPassedOver(string change, string code)
    {
        var contract = Applied($"\"change\":{{{change}}}", code);

        Assert.All(contract.Properties, property => Assert.Null(property.Scaling));
        Assert.Equal(Device.Properties.Select(property => property.Key), contract.Properties.Select(property => property.Key));
    }

    [Theory]
    [InlineData("[]", "overlay.urn")]
    [InlineData("""{"change":{}}""", "overlay.urn")]
    [InlineData("""{"urn":"x"}""", "overlay.urn")]
    [InlineData("""{"urn":"urn:x-spec:device:d:0000A001:x-d:1","change":[]}""", "overlay.change.type")]
    [InlineData("""{"urn":"urn:x-spec:device:d:0000A001:x-d:1","remove":{}}""", "overlay.remove.type")]
    [InlineData("""{"urn":"urn:x-spec:device:d:0000A001:x-d:1","add":[]}""", "overlay.add.type")]
    [InlineData("""{"urn":"urn:x-spec:device:d:0000A001:x-d:1","same-as":"urn:x-spec:device:d:0000a001:x-d:1"}""", "overlay.same-as")]
    public void Parse_NoOverlayAtAll_IsRefused(string text, string code)
    {
        var result = ContractOverlay.Parse(Encoding.UTF8.GetBytes(text), "test.json");

        Assert.Null(result.Overlay);
        Assert.Equal(code, Assert.Single(result.Diagnostics, fault => fault.Severity == DiagnosticSeverity.Error).Code);
    }

    [Theory]
    [InlineData("\"change\":{\"prop.2\":{}}", "overlay.address")]
    [InlineData("\"change\":{\"prop.2.1\":7}", "overlay.change.type")]
    [InlineData("\"change\":{\"prop.2.1\":{\"units\":\"V\"}}", "contract.member.unknown")]
    [InlineData("\"change\":{\"prop.2.1\":{},\"prop.2.1\":{}}", "json.duplicate-name")]
    [InlineData("\"remove\":[\"device\"]", "overlay.address")]
    [InlineData("\"remove\":[\"prop.0.1\"]", "overlay.address")]
    [InlineData("\"changes\":{}", "contract.member.unknown")]
    public void Parse_FaultyParts_AreNamedAndTheRestUsed(string members, string code)
    {
        var result = Parse(members);

        Assert.NotNull(result.Overlay);
        Assert.Contains(code, result.Diagnostics.Select(fault => fault.Code));
    }

    private static DeviceContract Applied(string members, params string[] codes)
    {
        var parsed = Parse(members);
        var result = parsed.Overlay!.Apply(Device);
        Assert.Equal(codes, parsed.Diagnostics.Concat(result.Diagnostics).Select(fault => fault.Code));
        return result.Contract;
    }

    private static ContractOverlay Overlay(string members) => Parse(members).Overlay!;

    private static OverlayParseResult Parse(string members) =>
        ContractOverlay.Parse(Encoding.UTF8.GetBytes("{\"urn\":\"urn:x-spec:device:d:0000A001:x-d:1\"," + members + "}"), "test.json");
}
