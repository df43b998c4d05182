using System.Buffers;
using System.Text;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Overlays;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Tests.Overlays;

/// <summary>A device that speaks other numbers than the contract: only messages know.</summary>
public sealed class ScaledMessageTests
{
    private static readonly DeviceContract Device = Corrected();

    [Theory]
    [InlineData("""{"s.temperature":215}""", "s.temperature", "21.5")]
    [InlineData("""{"s.temperature":3}""", "s.temperature", "0.3")]
    [InlineData("""{"s.left":30}""", "s.left", "70")]
    [InlineData("""{"s.closed":true}""", "s.closed", "false")]
    [InlineData("""{"s.awake":1}""", "s.awake", "false")]
    [InlineData("""{"s.counter":9223372036854775807}""", "s.counter", "9.223372036854776E+17")]
    public void TryReadProperties_RawValue_IsTheContracts(string payload, string key, string value)
    {
        Assert.True(MessageReader.TryReadProperties(Encoding.UTF8.GetBytes(payload), Device, out var message, out _));

        Assert.Equal((key, value), (message.Values[0].Property.Key, message.Values[0].Value.ToString()));
    }

    [Fact]
    public void TryReadResponseAndEvent_RawValues_AreTheContracts()
    {
        Assert.True(MessageReader.TryReadResponse("""{"id":"1","code":0,"values":{"s.temperature":220},"out":{"s.left":1}}"""u8, Device, out var response, out _));
        Assert.True(MessageReader.TryReadEvent("""{"arguments":{"s.temperature":199}}"""u8, Device, "s.beep", out var deviceEvent, out _));

        Assert.Equal(["22", "99", "19.9"], response.Values.Concat(response.Out).Concat(deviceEvent.Arguments).Select(reading => reading.Value.ToString()));
    }

    [Theory]
    [InlineData("""{"s.temperature":501}""", "s.temperature is 50.1; expected 0 to 50 celsius.")]
    [InlineData("""{"s.temperature":21.5}""", "s.temperature is 21.5; expected a whole number.")]
    [InlineData("""{"s.temperature":65536}""", "s.temperature is 65536; expected 0 to 65535.")]
    [InlineData("""{"s.closed":2}""", "s.closed is 2; expected true or false.")]
    public void TryReadProperties_BeyondDeviceOrContract_IsRefusedInWords(string payload, string message)
    {
        Assert.False(MessageReader.TryReadProperties(Encoding.UTF8.GetBytes(payload), Device, out _, out var rejection));

        Assert.Equal(message, rejection.Message);
    }

    [Theory]
    [InlineData("s.temperature", "22", "220")]
    [InlineData("s.temperature", "0.3", "3")]
    [InlineData("s.temperature", "21.5", "215")]
    [InlineData("s.left", "70", "30")]
    [InlineData("s.closed", "false", "true")]
    [InlineData("s.awake", "true", "0")]
    public void WriteRequest_ContractsValue_IsTheDevices(string key, string json, string raw)
    {
        Assert.True(Device.TryGetProperty(key, out var property));
        Assert.True(ValueCoercion.TryCoerce(property, System.Text.Json.JsonDocument.Parse(json).RootElement, out var value, out _));
        var buffer = new ArrayBufferWriter<byte>();

        MessageWriter.WriteRequest(buffer, new RequestMessage("1", [new PropertyReading(property, value)], [], null, []));

        Assert.Equal("{\"id\":\"1\",\"set\":{\"" + key + "\":" + raw + "}}", Encoding.UTF8.GetString(buffer.WrittenSpan));
        Assert.True(MessageReader.TryReadRequest(buffer.WrittenSpan, Device, out var read, out _));
        Assert.Equal(value, Assert.Single(read.Set).Value);
    }

    [Fact]
    public void WriteRequest_ACall_ScalesItsArguments()
    {
        Assert.True(Device.TryGetAction("s.go", out var action));
        var buffer = new ArrayBufferWriter<byte>();

        MessageWriter.WriteRequest(buffer, new RequestMessage("1", [], [], action, [new PropertyReading(action.In[0], PropertyValue.FromNumber(21.5))]));

        Assert.Equal("""{"id":"1","call":"s.go","in":{"s.temperature":215}}""", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void EveryStepOfEveryRange_GoesOutAndComesBackEqual()
    {
        Assert.True(Device.TryGetProperty("s.temperature", out var property));
        for (var tenths = 0; tenths <= 500; tenths++)
        {
            var value = PropertyValue.FromNumber(tenths / 10d);
            Assert.Equal(PropertyValue.FromInteger(tenths), property.Scaling!.ToDevice(value));
            Assert.Equal(value, property.Scaling.ToContract(PropertyValue.FromInteger(tenths), property.Format));
        }
    }

    private static DeviceContract Corrected()
    {
        var published = Contracts.Usable(Contracts.ParseService("""
            "properties":[
              {"iid":1,"type":"urn:x-spec:property:temperature:00000001:x-d:1","description":"","format":"uint16","access":["read","write","notify"],"unit":"celsius","value-range":[0,500,1]},
              {"iid":2,"type":"urn:x-spec:property:left:00000002:x-d:1","description":"","format":"uint8","access":["read","write","notify"],"value-range":[0,100,1]},
              {"iid":3,"type":"urn:x-spec:property:closed:00000003:x-d:1","description":"","format":"bool","access":["read","write","notify"]},
              {"iid":4,"type":"urn:x-spec:property:awake:00000004:x-d:1","description":"","format":"uint8","access":["read","write","notify"]},
              {"iid":5,"type":"urn:x-spec:property:counter:00000005:x-d:1","description":"","format":"int64","access":["read","notify"]}],
            "actions":[{"iid":1,"type":"urn:x-spec:action:go:00002801:x-d:1","description":"","in":[1],"out":[2]}],
            "events":[{"iid":1,"type":"urn:x-spec:event:beep:00005001:x-d:1","description":"","arguments":[1]}]
            """));
        var overlay = ContractOverlay.Parse(
            """
            {"urn":"urn:x-spec:device:d:0000A001:x-d","change":{
              "prop.2.1":{"scaling":{"multiply":0.1}},"prop.2.2":{"scaling":{"multiply":-1,"add":100}},"prop.2.3":{"scaling":{"invert":true}},
              "prop.2.4":{"format":"bool","scaling":{"invert":true}},"prop.2.5":{"scaling":{"multiply":0.1},"unit":"kWh"}}}
            """u8.ToArray(),
            "test.json");
        Assert.Empty(overlay.Diagnostics);
        var result = overlay.Overlay!.Apply(published);
        Assert.Empty(result.Diagnostics);
        return result.Contract;
    }
}
