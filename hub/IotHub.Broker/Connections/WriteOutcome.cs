namespace IotHub.Broker.Connections;

/// <summary>What became of a message that was to be written.</summary>
internal enum WriteOutcome
{
    Written,
    Full,
    TooLarge,
    Closed,
}
