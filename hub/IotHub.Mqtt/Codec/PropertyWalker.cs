using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>Walks the properties of a packet one by one and checks each, without allocating; the fault, if any, is left in the reader.</summary>
internal ref struct PropertyWalker
{
    private readonly PropertyPlace _place;
    private readonly DecodeLimits _limits;
    private FieldReader _properties;
    private ulong _seen;
    private int _pairs;
    private int _pairBytes;

    /// <summary>Takes the property length and the properties out of a packet.</summary>
    public PropertyWalker(scoped ref FieldReader packet, PropertyPlace place)
    {
        _place = place;
        _limits = packet.Limits;
        var length = packet.VariableInteger("property length");
        if (packet.Remaining < length)
        {
            packet.Fail(ProtocolFault.Malformed("2.2.2.1", "The properties are longer than the packet"));
        }

        if (packet.Fault is null)
        {
            Raw = packet.Take(length);
        }

        _properties = new FieldReader(Raw);
    }

    /// <summary>Takes properties that were checked before, without their length.</summary>
    public PropertyWalker(ReadOnlySpan<byte> properties, PropertyPlace place)
    {
        _place = place;
        _limits = DecodeLimits.None;
        Raw = properties;
        _properties = new FieldReader(properties);
    }

    /// <summary>The properties as they came.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    public PropertyId Id { get; private set; }

    /// <summary>Value of a number or flag.</summary>
    public uint Number { get; private set; }

    /// <summary>Value of a text or binary property, or the name of a pair.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Value of a pair.</summary>
    public ReadOnlySpan<byte> PairValue { get; private set; }

    /// <summary>How far the walk is, counted from the start of <see cref="Raw"/>.</summary>
    public readonly int Position => Raw.Length - _properties.Remaining;

    public readonly ProtocolFault? Fault => _properties.Fault;

    /// <summary>Goes to the next property; false at the end and at a fault.</summary>
    public bool MoveNext()
    {
        if (!_properties.HasMore)
        {
            return false;
        }

        // Identifiers are variable byte integers, though all of them fit one byte (2.2.2.2).
        var number = _properties.VariableInteger("property identifier");
        Id = (PropertyId)number;
        var type = number < 64 ? PropertyTable.TypeOf(Id) : PropertyType.Unknown;
        if (Fault is not null)
        {
            return false;
        }

        if (type == PropertyType.Unknown)
        {
            _properties.Fail(ProtocolFault.Malformed("2.2.2.2", $"There is no property 0x{number:X2}"));
            return false;
        }

        if (!PropertyTable.IsAllowed(_place, Id))
        {
            _properties.Fail(ProtocolFault.Malformed("2.2.2.2", $"Property {Id} may not stand in {_place}"));
            return false;
        }

        var bit = 1UL << number;
        if ((_seen & bit) != 0 && !PropertyTable.MayRepeat(_place, Id))
        {
            _properties.Fail(ProtocolFault.Protocol("2.2.2.2", $"Property {Id} comes twice in {_place}"));
            return false;
        }

        _seen |= bit;
        ReadValue(type);
        return Fault is null;
    }

    private void ReadValue(PropertyType type)
    {
        switch (type)
        {
            case PropertyType.Flag:
                Number = _properties.Byte("property value");
                if (Number > 1)
                {
                    Refuse("is neither 0 nor 1");
                }

                break;
            case PropertyType.TwoByte:
                Number = _properties.UInt16("property value");
                break;
            case PropertyType.FourByte:
                Number = _properties.UInt32("property value");
                break;
            case PropertyType.VariableInteger:
                Number = (uint)_properties.VariableInteger("property value");
                break;
            case PropertyType.TextPair:
                Bytes = _properties.Utf8("name of a user property");
                PairValue = _properties.Utf8("value of a user property");
                CountPair();
                break;
            case PropertyType.Binary:
                Bytes = _properties.Binary("property value");
                break;
            default:
                Bytes = _properties.Utf8("property value");
                break;
        }

        if (Fault is null)
        {
            CheckValue();
        }
    }

    private void CountPair()
    {
        _pairs++;
        _pairBytes += Bytes.Length + PairValue.Length;
        if (_pairs > _limits.UserPropertiesMax)
        {
            _properties.Fail(new ProtocolFault(ReasonCode.QuotaExceeded, "4.13.2", $"{_place} has more than {_limits.UserPropertiesMax} user properties"));
        }
        else if (_pairBytes > _limits.UserPropertyBytesMax)
        {
            _properties.Fail(new ProtocolFault(ReasonCode.QuotaExceeded, "4.13.2", $"{_place} has user properties of more than {_limits.UserPropertyBytesMax} bytes"));
        }
    }

    private void CheckValue()
    {
        switch (Id)
        {
            case PropertyId.ReceiveMaximum or PropertyId.MaximumPacketSize or PropertyId.SubscriptionIdentifier when Number == 0:
                Refuse("is 0");
                break;
            case PropertyId.TopicAlias when Number == 0:
                _properties.Fail(new ProtocolFault(ReasonCode.TopicAliasInvalid, "MQTT-3.3.2-8", "The topic alias is 0"));
                break;
            case PropertyId.ResponseTopic when !TopicName.IsValid(Bytes):
                _properties.Fail(ProtocolFault.Protocol("MQTT-3.3.2-14", "The response topic is empty or contains a wildcard"));
                break;
            default:
                break;
        }
    }

    private void Refuse(string what) => _properties.Fail(ProtocolFault.Protocol("2.2.2.2", $"Property {Id} {what}"));
}
