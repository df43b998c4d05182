namespace IotHub.Broker.Limits;

public sealed partial record BrokerLimits
{
    /// <summary>Every setting that makes no sense, as a sentence with name, value and bound; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Check(nameof(ConnectionsMax), ConnectionsMax, 1, 100_000);
        Check(nameof(ConnectionsPerAddressMax), ConnectionsPerAddressMax, 1, 100_000);
        Check(nameof(AcceptsPerSecondPerAddress), AcceptsPerSecondPerAddress, 1, 100_000);
        Check(nameof(AddressesMax), AddressesMax, 1, 1_000_000);
        Check(nameof(TlsHandshakesMax), TlsHandshakesMax, 1, 10_000);
        Check(nameof(PacketBytesMax), PacketBytesMax, 128, 268_435_455);
        Check(nameof(PacketBytesBeforeConnectMax), PacketBytesBeforeConnectMax, 128, 268_435_455);
        Check(nameof(TopicBytesMax), TopicBytesMax, 1, 65_535);
        Check(nameof(TopicLevelsMax), TopicLevelsMax, 1, 128);
        Check(nameof(ClientIdBytesMax), ClientIdBytesMax, 23, 65_535);
        Check(nameof(UserPropertiesMax), UserPropertiesMax, 0, 65_535);
        Check(nameof(UserPropertyBytesMax), UserPropertyBytesMax, 0, 268_435_455);
        Check(nameof(FiltersPerPacketMax), FiltersPerPacketMax, 1, 65_535);
        Check(nameof(SessionsMax), SessionsMax, 1, 1_000_000);
        Check(nameof(SubscriptionsPerClientMax), SubscriptionsPerClientMax, 1, 100_000);
        Check(nameof(SubscriptionsMax), SubscriptionsMax, 1, 10_000_000);
        Check(nameof(InflightMax), InflightMax, 1, 65_535);
        Check(nameof(ReceiveMaximum), ReceiveMaximum, 1, 65_535);
        Check(nameof(UntoldReceiveMaximum), UntoldReceiveMaximum, 1, 65_535);
        Check(nameof(PublishesPerSecondMax), PublishesPerSecondMax, 1, 1_000_000);
        Check(nameof(PublishBurstMax), PublishBurstMax, 1, 1_000_000);
        Check(nameof(QueuedMessagesMax), QueuedMessagesMax, 1, 1_000_000);
        Check(nameof(QueuedBytesMax), QueuedBytesMax, 1, int.MaxValue);
        Check(nameof(QueuedBytesTotalMax), QueuedBytesTotalMax, 1, long.MaxValue);
        Check(nameof(OutboundBytesMax), OutboundBytesMax, PacketBytesMax, int.MaxValue);
        Check(nameof(RetainedMessagesMax), RetainedMessagesMax, 0, 10_000_000);
        Check(nameof(RouteCacheMax), RouteCacheMax, 1, 100_000);
        Check(nameof(RetainedBytesMax), RetainedBytesMax, 0, long.MaxValue);
        Check(nameof(InProcessSubscribersMax), InProcessSubscribersMax, 1, 100_000);
        Check(nameof(KeepAliveSecondsMax), KeepAliveSecondsMax, 1, 65_535);
        Check(nameof(UntoldKeepAliveSecondsMax), UntoldKeepAliveSecondsMax, 1, 65_535);
        CheckTime(nameof(TlsHandshakeTimeout), TlsHandshakeTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(PacketTimeout), PacketTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(SessionExpiryMax), SessionExpiryMax, TimeSpan.Zero, TimeSpan.FromDays(3650));
        CheckTime(nameof(StalledTimeout), StalledTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(SlowReceiverTimeout), SlowReceiverTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        CheckTime(nameof(LingerTimeout), LingerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(TakeOverTimeout), TakeOverTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime(nameof(StopTimeout), StopTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        return faults;

        void Check(string name, long value, long min, long max)
        {
            if (value < min || value > max)
            {
                faults.Add($"{name} is {value}; it must be {min} to {max}.");
            }
        }

        void CheckTime(string name, TimeSpan value, TimeSpan min, TimeSpan max)
        {
            if (value < min || value > max)
            {
                faults.Add($"{name} is {value}; it must be {min} to {max}.");
            }
        }
    }
}
