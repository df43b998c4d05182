namespace IotHub.Broker;

/// <summary>A client came or went.</summary>
/// <param name="ClientId">Its client id.</param>
/// <param name="IsConnected">True when it has just connected, false when its connection has ended.</param>
public sealed record ClientPresence(string ClientId, bool IsConnected);
