namespace IotHub.Broker.Admission;

/// <summary>Why a connection was closed before a byte of it was read as MQTT.</summary>
public enum RefusalReason
{
    /// <summary>There are twice as many connections as may be: those above the limit are told "busy", those far above it are not answered.</summary>
    Connections,

    /// <summary>Its address has as many connections as one address may have.</summary>
    ConnectionsOfAddress,

    /// <summary>Its address connects more often than one address may.</summary>
    RateOfAddress,

    /// <summary>As many addresses are remembered as may be.</summary>
    Addresses,

    /// <summary>The TLS handshake failed: no common version, no certificate that is trusted, or no TLS at all.</summary>
    TlsHandshake,

    /// <summary>The TLS handshake took too long.</summary>
    TlsHandshakeTimeout,

    /// <summary>A WebSocket was not opened in time, or by a foreign page, or without the subprotocol.</summary>
    WebSocketUpgrade,
}
