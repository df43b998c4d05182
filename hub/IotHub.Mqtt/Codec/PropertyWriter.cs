using System.Buffers;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Topics;

namespace IotHub.Mqtt.Codec;

/// <summary>Writes properties in the order the specification lists them.</summary>
internal static class PropertyWriter
{
    /// <summary>Writes the property length and the properties.</summary>
    /// <exception cref="ArgumentException">A property is set that may not stand there, or its value is not allowed.</exception>
    public static void Write(FieldWriter target, MqttProperties properties, PropertyPlace place)
    {
        if (ReferenceEquals(properties, MqttProperties.Empty))
        {
            target.Byte(0);
            return;
        }

        var raw = ToBytes(properties, place);
        target.VariableInteger(raw.Length);
        target.Raw(raw.Span);
    }

    /// <summary>The properties without their length.</summary>
    public static ReadOnlyMemory<byte> ToBytes(MqttProperties properties, PropertyPlace place)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        var writer = new FieldWriter(bytes);
        foreach (var id in PropertyTable.OrderOf(place))
        {
            WriteOne(writer, properties, id);
        }

        for (var id = 1; id <= (int)PropertyId.SharedSubscriptionAvailable; id++)
        {
            if (!PropertyTable.IsAllowed(place, (PropertyId)id) && IsSet(properties, (PropertyId)id))
            {
                throw new ArgumentException($"Property {(PropertyId)id} may not stand in {place}.", nameof(properties));
            }
        }

        if (place == PropertyPlace.Subscribe && properties.SubscriptionIdentifiers.Length > 1)
        {
            throw new ArgumentException("SUBSCRIBE takes one subscription identifier.", nameof(properties));
        }

        return bytes.WrittenMemory;
    }

    private static bool IsSet(MqttProperties p, PropertyId id) => id switch
    {
        PropertyId.UserProperty => !p.UserProperties.IsDefaultOrEmpty,
        PropertyId.SubscriptionIdentifier => !p.SubscriptionIdentifiers.IsDefaultOrEmpty,
        _ => Number(p, id) is not null || Text(p, id) is not null || Binary(p, id) is not null,
    };

    private static void WriteOne(FieldWriter writer, MqttProperties p, PropertyId id)
    {
        if (!IsSet(p, id))
        {
            return;
        }

        switch (PropertyTable.TypeOf(id))
        {
            case PropertyType.Flag:
                writer.Byte((int)id);
                writer.Byte((int)Checked(id, Number(p, id)!.Value));
                break;
            case PropertyType.TwoByte:
                writer.Byte((int)id);
                writer.UInt16((int)Checked(id, Number(p, id)!.Value));
                break;
            case PropertyType.FourByte:
                writer.Byte((int)id);
                writer.UInt32(Checked(id, Number(p, id)!.Value));
                break;
            case PropertyType.Text:
                writer.Byte((int)id);
                WriteText(writer, id, Text(p, id)!);
                break;
            case PropertyType.Binary:
                writer.Byte((int)id);
                writer.Binary(Binary(p, id)!.Value.Span);
                break;
            case PropertyType.VariableInteger:
                foreach (var identifier in p.SubscriptionIdentifiers)
                {
                    ArgumentOutOfRangeException.ThrowIfLessThan(identifier, 1, nameof(p.SubscriptionIdentifiers));
                    writer.Byte((int)id);
                    writer.VariableInteger(identifier);
                }

                break;
            default:
                foreach (var pair in p.UserProperties)
                {
                    writer.Byte((int)id);
                    writer.Text(pair.Name);
                    writer.Text(pair.Value);
                }

                break;
        }
    }

    private static void WriteText(FieldWriter writer, PropertyId id, string value)
    {
        if (id == PropertyId.ResponseTopic && !TopicName.IsValid(value))
        {
            throw new ArgumentException("The response topic is not a topic name.", nameof(value));
        }

        writer.Text(value);
    }

    private static uint Checked(PropertyId id, uint value)
    {
        if (value == 0 && id is PropertyId.ReceiveMaximum or PropertyId.MaximumPacketSize or PropertyId.TopicAlias)
        {
            throw new ArgumentOutOfRangeException(nameof(value), $"Property {id} may not be 0.");
        }

        if (id == PropertyId.MaximumQos && value > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(value), "Maximum QoS is 0 or 1; leave it out for 2.");
        }

        return value;
    }

    private static uint? Number(MqttProperties p, PropertyId id) => id switch
    {
        PropertyId.PayloadFormatIndicator => Flag(p.PayloadFormatIndicator),
        PropertyId.MessageExpiryInterval => p.MessageExpiryInterval,
        PropertyId.SessionExpiryInterval => p.SessionExpiryInterval,
        PropertyId.ServerKeepAlive => p.ServerKeepAlive,
        PropertyId.RequestProblemInformation => Flag(p.RequestProblemInformation),
        PropertyId.WillDelayInterval => p.WillDelayInterval,
        PropertyId.RequestResponseInformation => Flag(p.RequestResponseInformation),
        PropertyId.ReceiveMaximum => p.ReceiveMaximum,
        PropertyId.TopicAliasMaximum => p.TopicAliasMaximum,
        PropertyId.TopicAlias => p.TopicAlias,
        PropertyId.MaximumQos => (uint?)p.MaximumQos,
        PropertyId.RetainAvailable => Flag(p.RetainAvailable),
        PropertyId.MaximumPacketSize => p.MaximumPacketSize,
        PropertyId.WildcardSubscriptionAvailable => Flag(p.WildcardSubscriptionAvailable),
        PropertyId.SubscriptionIdentifierAvailable => Flag(p.SubscriptionIdentifierAvailable),
        PropertyId.SharedSubscriptionAvailable => Flag(p.SharedSubscriptionAvailable),
        _ => null,
    };

    private static uint? Flag(bool? value) => value is { } flag ? (flag ? 1u : 0u) : null;

    private static string? Text(MqttProperties p, PropertyId id) => id switch
    {
        PropertyId.ContentType => p.ContentType,
        PropertyId.ResponseTopic => p.ResponseTopic,
        PropertyId.AssignedClientIdentifier => p.AssignedClientIdentifier,
        PropertyId.AuthenticationMethod => p.AuthenticationMethod,
        PropertyId.ResponseInformation => p.ResponseInformation,
        PropertyId.ServerReference => p.ServerReference,
        PropertyId.ReasonString => p.ReasonString,
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Binary(MqttProperties p, PropertyId id) => id switch
    {
        PropertyId.CorrelationData => p.CorrelationData,
        PropertyId.AuthenticationData => p.AuthenticationData,
        _ => null,
    };
}
