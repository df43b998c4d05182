using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Codec;

/// <summary>Which reason code may stand in which packet (table 2-6), and how 3.1.1 return codes translate.</summary>
internal static class ReasonCodes
{
    /// <summary>The reason code, or null when the packet may not carry it.</summary>
    public static ReasonCode? Parse(byte code, MqttPacketType type) => IsAllowed(code, type) ? (ReasonCode)code : null;

    /// <summary>Whether a packet may carry a reason code.</summary>
    public static bool IsAllowed(int code, MqttPacketType type) => type switch
    {
        MqttPacketType.Connack => code is 0x00 or (>= 0x80 and <= 0x8A) or 0x8C or 0x90 or 0x95 or 0x97 or (>= 0x99 and <= 0x9D) or 0x9F,
        MqttPacketType.Puback or MqttPacketType.Pubrec => code is 0x00 or 0x10 or 0x80 or 0x83 or 0x87 or 0x90 or 0x91 or 0x97 or 0x99,
        MqttPacketType.Pubrel or MqttPacketType.Pubcomp => code is 0x00 or 0x92,
        MqttPacketType.Suback => code is <= 0x02 or 0x80 or 0x83 or 0x87 or 0x8F or 0x91 or 0x97 or 0x9E or 0xA1 or 0xA2,
        MqttPacketType.Unsuback => code is 0x00 or 0x11 or 0x80 or 0x83 or 0x87 or 0x8F or 0x91,
        MqttPacketType.Disconnect => code is 0x00 or 0x04 or (>= 0x80 and <= 0x83) or 0x87 or 0x89 or 0x8B or (>= 0x8D and <= 0x90)
            or (>= 0x93 and <= 0xA2),
        MqttPacketType.Auth => code is 0x00 or 0x18 or 0x19,
        _ => false,
    };

    /// <summary>A 3.1.1 CONNACK return code as reason code; null for a reserved one.</summary>
    public static ReasonCode? FromReturnCode(byte code) => code switch
    {
        0 => ReasonCode.Success,
        1 => ReasonCode.UnsupportedProtocolVersion,
        2 => ReasonCode.ClientIdentifierNotValid,
        3 => ReasonCode.ServerUnavailable,
        4 => ReasonCode.BadUserNameOrPassword,
        5 => ReasonCode.NotAuthorized,
        _ => null,
    };

    /// <summary>The nearest 3.1.1 CONNACK return code: "server unavailable" where there is no nearer one.</summary>
    public static byte ToReturnCode(ReasonCode reason) => reason switch
    {
        ReasonCode.Success => 0,
        ReasonCode.UnsupportedProtocolVersion => 1,
        ReasonCode.ClientIdentifierNotValid => 2,
        ReasonCode.BadUserNameOrPassword => 4,
        ReasonCode.NotAuthorized or ReasonCode.Banned or ReasonCode.BadAuthenticationMethod => 5,
        _ => 3,
    };
}
