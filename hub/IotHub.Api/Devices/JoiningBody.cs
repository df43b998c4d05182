namespace IotHub.Api.Devices;

/// <summary>How devices are brought to this hub.</summary>
/// <param name="Adopt"><c>auto</c>: a device with a known contract joins at once. <c>ask</c>: a person adopts it.</param>
/// <param name="Broker"><c>embedded</c>, the hub's own, or <c>external</c>, another one that the hub is a client of.</param>
/// <param name="Address">Where devices connect: an address of this hub, or the name of the other broker. Absent where any address of the hub will do.</param>
/// <param name="Port">For MQTT over TCP; absent where the system chose it.</param>
/// <param name="TlsPort">For MQTT over TLS; absent where it is off.</param>
/// <param name="NeedsCertificate">True where only devices with a certificate are let in over TLS.</param>
/// <param name="WebSocketPath">Path of MQTT over WebSocket on the port of this API; absent where it is off.</param>
/// <param name="NeedsSignIn">True where devices need a name and password, which the other broker gives; the hub's own asks for none.</param>
/// <param name="IsLocalOnly">True where only programs on this machine reach the broker.</param>
public sealed record JoiningBody(
    string Adopt, string Broker, string? Address, int? Port, int? TlsPort, bool NeedsCertificate, string? WebSocketPath, bool NeedsSignIn, bool IsLocalOnly);
