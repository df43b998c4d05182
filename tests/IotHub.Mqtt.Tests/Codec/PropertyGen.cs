using FsCheck;
using FsCheck.Fluent;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Tests.Codec;

/// <summary>Arbitrary legal properties, packet by packet, after table 2-4 of MQTT 5.0 and not after our own table.</summary>
internal static class PropertyGen
{
    private delegate MqttProperties Change(MqttProperties properties);

    /// <summary>Texts of all lengths of UTF-8 characters, empty and long ones too.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.ListOf(Gen.Elements("a", "Z", " ", "/", "é", "日", "😀", "\uFEFF", "$")).Select(parts => string.Concat(parts)),
        Gen.Choose(120, 300).Select(length => new string('x', length)));

    public static Gen<string> TopicName { get; } = Gen.NonEmptyListOf(Gen.Elements("a", "b", "/", "$x", "é", "😀", " ")).Select(parts => string.Concat(parts));

    public static Gen<ReadOnlyMemory<byte>> Bytes { get; } =
        Gen.OneOf(Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value)), Gen.Choose(100, 400).Select(length => new byte[length]))
            .Select(bytes => new ReadOnlyMemory<byte>(bytes));

    public static Gen<bool> Flag { get; } = Gen.Elements(true, false);

    public static Gen<ushort> Number16 { get; } = Gen.OneOf(Gen.Elements<ushort>(1, 127, 128, 255, 256, ushort.MaxValue), Gen.Choose(1, 65_535).Select(value => (ushort)value));

    public static Gen<MqttProperties> Connect { get; } = Some(SessionExpiry, ReceiveMaximum, MaximumPacketSize, TopicAliasMaximum,
        Of(Flag, (p, v) => p with { RequestResponseInformation = v }), Of(Flag, (p, v) => p with { RequestProblemInformation = v }), User, Authentication);

    public static Gen<MqttProperties> Will { get; } = Some(Of(Number32, (p, v) => p with { WillDelayInterval = v }), PayloadFormat, MessageExpiry, ContentType, ResponseTopic, Correlation, User);

    public static Gen<MqttProperties> Connack { get; } = Some(SessionExpiry, ReceiveMaximum, Of(Gen.Elements(MqttQos.AtMostOnce, MqttQos.AtLeastOnce), (p, v) => p with { MaximumQos = v }),
        Of(Flag, (p, v) => p with { RetainAvailable = v }), MaximumPacketSize, Of(Text, (p, v) => p with { AssignedClientIdentifier = v }), TopicAliasMaximum, Reason, User,
        Of(Flag, (p, v) => p with { WildcardSubscriptionAvailable = v }), Of(Flag, (p, v) => p with { SubscriptionIdentifierAvailable = v }),
        Of(Flag, (p, v) => p with { SharedSubscriptionAvailable = v }), Of(Number16, (p, v) => p with { ServerKeepAlive = v }),
        Of(Text, (p, v) => p with { ResponseInformation = v }), Reference, Authentication);

    public static Gen<MqttProperties> Publish { get; } = Some(PayloadFormat, MessageExpiry, Of(Number16, (p, v) => p with { TopicAlias = v }), ResponseTopic, Correlation, User,
        Of(Gen.ArrayOf(Identifier), (p, v) => p with { SubscriptionIdentifiers = [.. v] }), ContentType);

    public static Gen<MqttProperties> Subscribe { get; } = Some(Of(Identifier, (p, v) => p with { SubscriptionIdentifiers = [v] }), User);

    /// <summary>Of PUBACK to PUBCOMP, SUBACK and UNSUBACK.</summary>
    public static Gen<MqttProperties> Answer { get; } = Some(Reason, User);

    public static Gen<MqttProperties> Unsubscribe { get; } = Some(User);

    public static Gen<MqttProperties> Disconnect { get; } = Some(SessionExpiry, Reason, User, Reference);

    public static Gen<MqttProperties> Auth { get; } = Some(Authentication, Reason, User);

    private static Gen<uint> Number32 => Gen.OneOf(Gen.Elements(0u, 1u, 65_536u, uint.MaxValue), Gen.Choose(0, int.MaxValue).Select(value => (uint)value));

    private static Gen<int> Identifier => Gen.OneOf(Gen.Elements(1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455), Gen.Choose(1, 268_435_455));

    private static Gen<Change> SessionExpiry => Of(Number32, (p, v) => p with { SessionExpiryInterval = v });

    private static Gen<Change> ReceiveMaximum => Of(Number16, (p, v) => p with { ReceiveMaximum = v });

    private static Gen<Change> MaximumPacketSize => Of(Number32.Where(value => value > 0), (p, v) => p with { MaximumPacketSize = v });

    private static Gen<Change> TopicAliasMaximum => Of(Number16, (p, v) => p with { TopicAliasMaximum = v });

    private static Gen<Change> PayloadFormat => Of(Flag, (p, v) => p with { PayloadFormatIndicator = v });

    private static Gen<Change> MessageExpiry => Of(Number32, (p, v) => p with { MessageExpiryInterval = v });

    private static Gen<Change> ContentType => Of(Text, (p, v) => p with { ContentType = v });

    private static Gen<Change> ResponseTopic => Of(TopicName, (p, v) => p with { ResponseTopic = v });

    private static Gen<Change> Correlation => Of(Bytes, (p, v) => p with { CorrelationData = v });

    private static Gen<Change> Reason => Of(Text, (p, v) => p with { ReasonString = v });

    private static Gen<Change> Reference => Of(Text, (p, v) => p with { ServerReference = v });

    private static Gen<Change> Authentication => Of(Text.Zip(Bytes), (p, v) => p with { AuthenticationMethod = v.Item1, AuthenticationData = v.Item2 });

    private static Gen<Change> User => Of(
        Gen.ArrayOf(Text.Zip(Text).Select(pair => new UserProperty(pair.Item1, pair.Item2))),
        (p, v) => p with { UserProperties = [.. v] });

    private static Gen<Change> Of<T>(Gen<T> values, Func<MqttProperties, T, MqttProperties> change) =>
        values.Select<T, Change>(value => properties => change(properties, value));

    /// <summary>Each of the properties or not, half and half; none at all is the shared empty object.</summary>
    private static Gen<MqttProperties> Some(params Gen<Change>[] changes) =>
        Gen.CollectToSequence(changes.Select(change => Gen.OneOf(change, Gen.Constant<Change>(properties => properties))), gen => gen)
            .Select(chosen => chosen.Aggregate(MqttProperties.Empty, (properties, change) => change(properties)));
}
