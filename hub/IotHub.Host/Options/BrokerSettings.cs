using IotHub.Broker.Limits;

namespace IotHub.Host.Options;

/// <summary>The bounds of the embedded broker; what each means and may be is said at <see cref="BrokerLimits"/>.</summary>
internal sealed record BrokerSettings
{
    /// <summary>Checked.</summary>
    public required BrokerLimits Limits { get; init; }

    public static BrokerSettings Read(SettingsSection section)
    {
        var otherwise = new BrokerLimits();
        var limits = new BrokerLimits
        {
            ConnectionsMax = section.Number("ConnectionsMax", otherwise.ConnectionsMax),
            ConnectionsPerAddressMax = section.Number("ConnectionsPerAddressMax", otherwise.ConnectionsPerAddressMax),
            AcceptsPerSecondPerAddress = section.Number("AcceptsPerSecondPerAddress", otherwise.AcceptsPerSecondPerAddress),
            AddressesMax = section.Number("AddressesMax", otherwise.AddressesMax),
            BoundsLocalClients = section.Word("BoundsLocalClients", "off", "on", "off") == "on",
            TlsHandshakesMax = section.Number("TlsHandshakesMax", otherwise.TlsHandshakesMax),
            TlsHandshakeTimeout = section.Time("TlsHandshakeTimeout", otherwise.TlsHandshakeTimeout),
            ConnectTimeout = section.Time("ConnectTimeout", otherwise.ConnectTimeout),
            PacketTimeout = section.Time("PacketTimeout", otherwise.PacketTimeout),
            KeepAliveSecondsMax = (ushort)section.Number("KeepAliveSecondsMax", otherwise.KeepAliveSecondsMax, 0, ushort.MaxValue),
            UntoldKeepAliveSecondsMax = (ushort)section.Number("UntoldKeepAliveSecondsMax", otherwise.UntoldKeepAliveSecondsMax, 0, ushort.MaxValue),
            PacketBytesMax = section.Number("PacketBytesMax", otherwise.PacketBytesMax),
            PacketBytesBeforeConnectMax = section.Number("PacketBytesBeforeConnectMax", otherwise.PacketBytesBeforeConnectMax),
            TopicBytesMax = section.Number("TopicBytesMax", otherwise.TopicBytesMax),
            TopicLevelsMax = section.Number("TopicLevelsMax", otherwise.TopicLevelsMax),
            ClientIdBytesMax = section.Number("ClientIdBytesMax", otherwise.ClientIdBytesMax),
            UserPropertiesMax = section.Number("UserPropertiesMax", otherwise.UserPropertiesMax),
            UserPropertyBytesMax = section.Number("UserPropertyBytesMax", otherwise.UserPropertyBytesMax),
            FiltersPerPacketMax = section.Number("FiltersPerPacketMax", otherwise.FiltersPerPacketMax),
            SessionsMax = section.Number("SessionsMax", otherwise.SessionsMax),
            SessionExpiryMax = section.Time("SessionExpiryMax", otherwise.SessionExpiryMax),
            SubscriptionsPerClientMax = section.Number("SubscriptionsPerClientMax", otherwise.SubscriptionsPerClientMax),
            SubscriptionsMax = section.Number("SubscriptionsMax", otherwise.SubscriptionsMax),
            InflightMax = section.Number("InflightMax", otherwise.InflightMax),
            ReceiveMaximum = (ushort)section.Number("ReceiveMaximum", otherwise.ReceiveMaximum, 0, ushort.MaxValue),
            UntoldReceiveMaximum = (ushort)section.Number("UntoldReceiveMaximum", otherwise.UntoldReceiveMaximum, 0, ushort.MaxValue),
            TopicAliasMax = (ushort)section.Number("TopicAliasMax", otherwise.TopicAliasMax, 0, ushort.MaxValue),
            PublishesPerSecondMax = section.Number("PublishesPerSecondMax", otherwise.PublishesPerSecondMax),
            PublishBurstMax = section.Number("PublishBurstMax", otherwise.PublishBurstMax),
            QueuedMessagesMax = section.Number("QueuedMessagesMax", otherwise.QueuedMessagesMax),
            QueuedBytesMax = section.Number("QueuedBytesMax", otherwise.QueuedBytesMax),
            QueuedBytesTotalMax = section.LongNumber("QueuedBytesTotalMax", otherwise.QueuedBytesTotalMax),
            OutboundBytesMax = section.Number("OutboundBytesMax", otherwise.OutboundBytesMax),
            SlowReceiverTimeout = section.Time("SlowReceiverTimeout", otherwise.SlowReceiverTimeout),
            StalledTimeout = section.Time("StalledTimeout", otherwise.StalledTimeout),
            LingerTimeout = section.Time("LingerTimeout", otherwise.LingerTimeout),
            RetainedMessagesMax = section.Number("RetainedMessagesMax", otherwise.RetainedMessagesMax),
            RetainedBytesMax = section.LongNumber("RetainedBytesMax", otherwise.RetainedBytesMax),
            RouteCacheMax = section.Number("RouteCacheMax", otherwise.RouteCacheMax),
            InProcessSubscribersMax = section.Number("InProcessSubscribersMax", otherwise.InProcessSubscribersMax),
            TakeOverTimeout = section.Time("TakeOverTimeout", otherwise.TakeOverTimeout),
            StopTimeout = section.Time("StopTimeout", otherwise.StopTimeout),
        };
        section.RefuseUnknown();
        return limits.Validate() is [var first, ..]
            ? throw new StartException($"The setting Broker:{first}")
            : new BrokerSettings { Limits = limits };
    }
}
