using System.Collections.Immutable;
using System.Text;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>Reads properties into <see cref="MqttProperties"/>.</summary>
internal static class PropertyReader
{
    /// <summary>Reads the property length and the properties; a fault is left in the reader.</summary>
    public static MqttProperties Read(ref FieldReader packet, PropertyPlace place)
    {
        var walker = new PropertyWalker(ref packet, place);
        if (packet.Fault is not null || walker.Raw.IsEmpty)
        {
            return MqttProperties.Empty;
        }

        var result = MqttProperties.Empty;
        ImmutableArray<UserProperty>.Builder? pairs = null;
        ImmutableArray<int>.Builder? identifiers = null;
        while (walker.MoveNext())
        {
            if (walker.Id == PropertyId.UserProperty)
            {
                pairs ??= ImmutableArray.CreateBuilder<UserProperty>();
                pairs.Add(new UserProperty(Encoding.UTF8.GetString(walker.Bytes), Encoding.UTF8.GetString(walker.PairValue)));
            }
            else if (walker.Id == PropertyId.SubscriptionIdentifier)
            {
                identifiers ??= ImmutableArray.CreateBuilder<int>();
                identifiers.Add((int)walker.Number);
            }
            else
            {
                result = Set(result, walker);
            }
        }

        if (walker.Fault is { } fault)
        {
            packet.Fail(fault);
        }

        if (result.AuthenticationData is not null && result.AuthenticationMethod is null)
        {
            packet.Fail(ProtocolFault.Protocol("3.1.2.11.10", "There is authentication data without an authentication method"));
        }

        return pairs is null && identifiers is null
            ? result
            : result with { UserProperties = pairs?.DrainToImmutable() ?? [], SubscriptionIdentifiers = identifiers?.DrainToImmutable() ?? [] };
    }

    private static MqttProperties Set(MqttProperties p, in PropertyWalker value)
    {
        var number = value.Number;
        var flag = number != 0;
        return value.Id switch
        {
            PropertyId.PayloadFormatIndicator => p with { PayloadFormatIndicator = flag },
            PropertyId.MessageExpiryInterval => p with { MessageExpiryInterval = number },
            PropertyId.ContentType => p with { ContentType = Text(value) },
            PropertyId.ResponseTopic => p with { ResponseTopic = Text(value) },
            PropertyId.CorrelationData => p with { CorrelationData = value.Bytes.ToArray() },
            PropertyId.SessionExpiryInterval => p with { SessionExpiryInterval = number },
            PropertyId.AssignedClientIdentifier => p with { AssignedClientIdentifier = Text(value) },
            PropertyId.ServerKeepAlive => p with { ServerKeepAlive = (ushort)number },
            PropertyId.AuthenticationMethod => p with { AuthenticationMethod = Text(value) },
            PropertyId.AuthenticationData => p with { AuthenticationData = value.Bytes.ToArray() },
            PropertyId.RequestProblemInformation => p with { RequestProblemInformation = flag },
            PropertyId.WillDelayInterval => p with { WillDelayInterval = number },
            PropertyId.RequestResponseInformation => p with { RequestResponseInformation = flag },
            PropertyId.ResponseInformation => p with { ResponseInformation = Text(value) },
            PropertyId.ServerReference => p with { ServerReference = Text(value) },
            PropertyId.ReasonString => p with { ReasonString = Text(value) },
            PropertyId.ReceiveMaximum => p with { ReceiveMaximum = (ushort)number },
            PropertyId.TopicAliasMaximum => p with { TopicAliasMaximum = (ushort)number },
            PropertyId.TopicAlias => p with { TopicAlias = (ushort)number },
            PropertyId.MaximumQos => p with { MaximumQos = (MqttQos)number },
            PropertyId.RetainAvailable => p with { RetainAvailable = flag },
            PropertyId.MaximumPacketSize => p with { MaximumPacketSize = number },
            PropertyId.WildcardSubscriptionAvailable => p with { WildcardSubscriptionAvailable = flag },
            PropertyId.SubscriptionIdentifierAvailable => p with { SubscriptionIdentifierAvailable = flag },
            PropertyId.SharedSubscriptionAvailable => p with { SharedSubscriptionAvailable = flag },
            _ => p,
        };
    }

    private static string Text(in PropertyWalker value) => Encoding.UTF8.GetString(value.Bytes);
}
