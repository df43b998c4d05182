using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>What is wrong with what a peer sent: a value, never an exception. The connection is closed for it [MQTT-4.13.1-1].</summary>
/// <param name="ReasonCode">Reason for DISCONNECT or CONNACK.</param>
/// <param name="Statement">
/// Number of the statement of MQTT 5.0 that was broken (<c>MQTT-1.5.4-1</c>), or the section (<c>2.2.2.2</c>) where the rule has no number.
/// 3.1.1 has the same rules under other numbers; those it alone has begin with <c>MQTT311-</c>.
/// </param>
/// <param name="Message">What and where, without payload.</param>
public sealed record ProtocolFault(ReasonCode ReasonCode, string Statement, string Message)
{
    internal static ProtocolFault Malformed(string statement, string message) => new(ReasonCode.MalformedPacket, statement, message);

    internal static ProtocolFault Protocol(string statement, string message) => new(ReasonCode.ProtocolError, statement, message);
}
