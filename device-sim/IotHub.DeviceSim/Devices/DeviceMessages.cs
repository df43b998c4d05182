using System.Buffers;
using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Devices;

/// <summary>The messages of one device as they go over the wire when nothing is wrong with it.</summary>
internal sealed class DeviceMessages(string did)
{
    private readonly string _properties = DeviceTopics.Properties(did);
    private readonly string _responses = DeviceTopics.Responses(did);
    private readonly string _status = DeviceTopics.Status(did);

    public DeviceWire Announce(SimulatedDevicePlan plan)
    {
        var payload = new ArrayBufferWriter<byte>(256);
        MessageWriter.WriteAnnounce(payload, new AnnounceMessage(plan.Contract.Type.Text, "1.0.0", "Simulator", did, plan.Label, plan.Room));
        return Wire(DeviceTopicKind.Announce, DeviceTopics.Announce(did), payload, retain: true);
    }

    public DeviceWire Status(bool isOnline)
    {
        var payload = new ArrayBufferWriter<byte>(8);
        MessageWriter.WriteStatus(payload, isOnline);
        return Wire(DeviceTopicKind.Status, _status, payload, retain: true);
    }

    public DeviceWire Properties(ImmutableArray<PropertyReading> values)
    {
        var payload = new ArrayBufferWriter<byte>(128);
        MessageWriter.WriteProperties(payload, new PropertiesMessage(values));
        return Wire(DeviceTopicKind.Properties, _properties, payload);
    }

    public DeviceWire Event(ContractEvent happened, ImmutableArray<PropertyReading> arguments, DateTimeOffset at)
    {
        var payload = new ArrayBufferWriter<byte>(64);
        MessageWriter.WriteEvent(payload, new EventMessage(happened, arguments, at));
        return Wire(DeviceTopicKind.Event, DeviceTopics.Event(did, happened.Key), payload);
    }

    public DeviceWire Response(ResponseMessage response)
    {
        var payload = new ArrayBufferWriter<byte>(128);
        MessageWriter.WriteResponse(payload, response);
        return Wire(DeviceTopicKind.Responses, _responses, payload);
    }

    private static DeviceWire Wire(DeviceTopicKind kind, string topic, ArrayBufferWriter<byte> payload, bool retain = false) =>
        new(kind, topic, payload.WrittenMemory, MqttQos.AtLeastOnce, retain);
}
