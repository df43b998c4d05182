using System.Buffers.Binary;
using System.Text;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>
/// Reads the fields of one packet. The first fault sticks: all later reads give default values, so that a caller reads several fields and
/// looks at <see cref="Fault"/> once.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<byte> data, DecodeLimits limits)
{
    private ReadOnlySpan<byte> _rest = data;

    public FieldReader(ReadOnlySpan<byte> data)
        : this(data, DecodeLimits.None)
    {
    }

    /// <summary>What the packet may hold.</summary>
    public DecodeLimits Limits { get; } = limits;

    public ProtocolFault? Fault { get; private set; }

    public readonly int Remaining => _rest.Length;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly bool HasMore => Fault is null && _rest.Length > 0;

    public void Fail(ProtocolFault fault)
    {
        Fault ??= fault;
        _rest = default;
    }

    public byte Byte(string field)
    {
        if (_rest.Length < 1)
        {
            CutShort(field);
            return 0;
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public ushort UInt16(string field)
    {
        if (_rest.Length < 2)
        {
            CutShort(field);
            return 0;
        }

        var value = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        _rest = _rest[2..];
        return value;
    }

    public uint UInt32(string field)
    {
        if (_rest.Length < 4)
        {
            CutShort(field);
            return 0;
        }

        var value = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        _rest = _rest[4..];
        return value;
    }

    /// <summary>A packet id, never 0.</summary>
    public ushort PacketId()
    {
        var id = UInt16("packet id");
        if (id == 0)
        {
            Fail(ProtocolFault.Malformed("MQTT-2.2.1-3", "Packet id is 0"));
        }

        return id;
    }

    public int VariableInteger(string field)
    {
        var length = VariableByteInteger.Read(_rest, out var value);
        if (length > 0)
        {
            _rest = _rest[length..];
            return value;
        }

        switch (length)
        {
            case 0:
                CutShort(field);
                break;
            case -1:
                Fail(ProtocolFault.Malformed("1.5.5", $"The {field} has more than four bytes"));
                break;
            default:
                Fail(ProtocolFault.Malformed("MQTT-1.5.5-1", $"The {field} is not encoded in the fewest bytes"));
                break;
        }

        return 0;
    }

    /// <summary>Length-prefixed bytes.</summary>
    public ReadOnlySpan<byte> Binary(string field)
    {
        var length = UInt16(field);
        if (_rest.Length < length)
        {
            CutShort(field);
            return default;
        }

        return Fault is null ? Take(length) : default;
    }

    /// <summary>Length-prefixed UTF-8, checked.</summary>
    public ReadOnlySpan<byte> Utf8(string field)
    {
        var value = Binary(field);
        if (value.Contains((byte)0))
        {
            Fail(ProtocolFault.Malformed("MQTT-1.5.4-2", $"The {field} contains U+0000"));
            return default;
        }

        if (!System.Text.Unicode.Utf8.IsValid(value))
        {
            Fail(ProtocolFault.Malformed("MQTT-1.5.4-1", $"The {field} is not well-formed UTF-8"));
            return default;
        }

        return value;
    }

    public string Text(string field) => Encoding.UTF8.GetString(Utf8(field));

    /// <summary>Text that names somebody: no control characters.</summary>
    public string Name(string field)
    {
        var name = Utf8(field);
        if (Fault is null && MqttText.HasControl(name))
        {
            Fail(ProtocolFault.Malformed("1.5.4", $"The {field} contains a control character"));
        }

        return Encoding.UTF8.GetString(name);
    }

    /// <summary>A topic name, never empty, without wildcards.</summary>
    public ReadOnlySpan<byte> Topic(string field)
    {
        var topic = Utf8(field);
        if (Fault is null && topic.Length == 0)
        {
            Fail(ProtocolFault.Malformed("MQTT-4.7.3-1", $"The {field} is empty"));
        }

        if (Fault is null && MqttText.HasControl(topic))
        {
            Fail(ProtocolFault.Malformed("1.5.4", $"The {field} contains a control character"));
        }

        if (TopicFilter.HasWildcard(topic))
        {
            Fail(ProtocolFault.Malformed("MQTT-4.7.0-1", $"The {field} contains a wildcard"));
        }

        return topic;
    }

    /// <summary>A topic filter with its wildcards in the right places.</summary>
    public string Filter()
    {
        var filter = Utf8("topic filter");
        if (Fault is not null)
        {
            return "";
        }

        if (!TopicFilter.IsValid(filter))
        {
            Fail(filter.Length == 0
                ? ProtocolFault.Malformed("MQTT-4.7.3-1", "The topic filter is empty")
                : MqttText.HasControl(filter)
                ? ProtocolFault.Malformed("1.5.4", "The topic filter contains a control character")
                : TopicFilter.IsShared(filter)
                    ? ProtocolFault.Protocol("MQTT-4.8.2-2", "The shared topic filter has no valid share name and filter")
                    : ProtocolFault.Malformed("MQTT-4.7.1-1", "The topic filter has a wildcard in the wrong place"));
            return "";
        }

        return Encoding.UTF8.GetString(filter);
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        var value = _rest[..length];
        _rest = _rest[length..];
        return value;
    }

    /// <summary>Nothing may follow the last field.</summary>
    public void End()
    {
        if (Fault is null && _rest.Length > 0)
        {
            Fail(ProtocolFault.Malformed("MQTT-4.13.1-1", $"{_rest.Length} bytes follow the last field"));
        }
    }

    private void CutShort(string field) => Fail(ProtocolFault.Malformed("MQTT-4.13.1-1", $"The packet ends inside the {field}"));
}
