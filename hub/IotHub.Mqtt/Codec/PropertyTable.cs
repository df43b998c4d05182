using System.Collections.Immutable;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>Where properties stand: a packet type, or the Will inside CONNECT.</summary>
internal enum PropertyPlace
{
    Connect,
    Will,
    Connack,
    Publish,
    Response,
    Subscribe,
    Suback,
    Unsubscribe,
    Unsuback,
    Disconnect,
    Auth,
}

/// <summary>How a property's value is written.</summary>
internal enum PropertyType
{
    Unknown,

    /// <summary>A byte that is 0 or 1.</summary>
    Flag,
    TwoByte,
    FourByte,
    VariableInteger,
    Text,
    TextPair,
    Binary,
}

/// <summary>Table 2-4 of MQTT 5.0: which property stands where, in the order the specification lists them, and its type.</summary>
internal static class PropertyTable
{
    private static readonly ImmutableArray<PropertyId>[] Orders =
    [
        [PropertyId.SessionExpiryInterval, PropertyId.ReceiveMaximum, PropertyId.MaximumPacketSize, PropertyId.TopicAliasMaximum, PropertyId.RequestResponseInformation,
            PropertyId.RequestProblemInformation, PropertyId.UserProperty, PropertyId.AuthenticationMethod, PropertyId.AuthenticationData],
        [PropertyId.WillDelayInterval, PropertyId.PayloadFormatIndicator, PropertyId.MessageExpiryInterval, PropertyId.ContentType, PropertyId.ResponseTopic,
            PropertyId.CorrelationData, PropertyId.UserProperty],
        [PropertyId.SessionExpiryInterval, PropertyId.ReceiveMaximum, PropertyId.MaximumQos, PropertyId.RetainAvailable, PropertyId.MaximumPacketSize,
            PropertyId.AssignedClientIdentifier, PropertyId.TopicAliasMaximum, PropertyId.ReasonString, PropertyId.UserProperty, PropertyId.WildcardSubscriptionAvailable,
            PropertyId.SubscriptionIdentifierAvailable, PropertyId.SharedSubscriptionAvailable, PropertyId.ServerKeepAlive, PropertyId.ResponseInformation,
            PropertyId.ServerReference, PropertyId.AuthenticationMethod, PropertyId.AuthenticationData],
        [PropertyId.PayloadFormatIndicator, PropertyId.MessageExpiryInterval, PropertyId.TopicAlias, PropertyId.ResponseTopic, PropertyId.CorrelationData,
            PropertyId.UserProperty, PropertyId.SubscriptionIdentifier, PropertyId.ContentType],
        [PropertyId.ReasonString, PropertyId.UserProperty],
        [PropertyId.SubscriptionIdentifier, PropertyId.UserProperty],
        [PropertyId.ReasonString, PropertyId.UserProperty],
        [PropertyId.UserProperty],
        [PropertyId.ReasonString, PropertyId.UserProperty],
        [PropertyId.SessionExpiryInterval, PropertyId.ReasonString, PropertyId.UserProperty, PropertyId.ServerReference],
        [PropertyId.AuthenticationMethod, PropertyId.AuthenticationData, PropertyId.ReasonString, PropertyId.UserProperty],
    ];

    private static readonly ulong[] Masks = [.. Orders.Select(order => order.Aggregate(0UL, (mask, id) => mask | (1UL << (int)id)))];

    /// <summary>The properties that may stand in a place, in the order they are written.</summary>
    public static ImmutableArray<PropertyId> OrderOf(PropertyPlace place) => Orders[(int)place];

    /// <summary>Whether a property may stand in a place.</summary>
    public static bool IsAllowed(PropertyPlace place, PropertyId id) => (Masks[(int)place] >> (int)id & 1) != 0;

    /// <summary>Whether a property may come more than once: user properties anywhere, subscription identifiers in PUBLISH (3.3.2.3.8).</summary>
    public static bool MayRepeat(PropertyPlace place, PropertyId id) =>
        id == PropertyId.UserProperty || (id == PropertyId.SubscriptionIdentifier && place == PropertyPlace.Publish);

    /// <summary>How a property is written; unknown for a number that is none.</summary>
    public static PropertyType TypeOf(PropertyId id) => id switch
    {
        PropertyId.PayloadFormatIndicator or PropertyId.RequestProblemInformation or PropertyId.RequestResponseInformation or PropertyId.MaximumQos
            or PropertyId.RetainAvailable or PropertyId.WildcardSubscriptionAvailable or PropertyId.SubscriptionIdentifierAvailable
            or PropertyId.SharedSubscriptionAvailable => PropertyType.Flag,
        PropertyId.ServerKeepAlive or PropertyId.ReceiveMaximum or PropertyId.TopicAliasMaximum or PropertyId.TopicAlias => PropertyType.TwoByte,
        PropertyId.MessageExpiryInterval or PropertyId.SessionExpiryInterval or PropertyId.WillDelayInterval or PropertyId.MaximumPacketSize => PropertyType.FourByte,
        PropertyId.SubscriptionIdentifier => PropertyType.VariableInteger,
        PropertyId.ContentType or PropertyId.ResponseTopic or PropertyId.AssignedClientIdentifier or PropertyId.AuthenticationMethod
            or PropertyId.ResponseInformation or PropertyId.ServerReference or PropertyId.ReasonString => PropertyType.Text,
        PropertyId.UserProperty => PropertyType.TextPair,
        PropertyId.CorrelationData or PropertyId.AuthenticationData => PropertyType.Binary,
        _ => PropertyType.Unknown,
    };
}
