namespace IotHub.Mqtt.Codec;

/// <summary>
/// What one packet may hold beyond its size: objects are made for each of these, so that a packet of small parts costs many times its bytes.
/// Passing one is a fault with the reason "quota exceeded", found before more is made.
/// </summary>
public sealed record DecodeLimits
{
    /// <summary>As much as fits into a packet.</summary>
    public static DecodeLimits None { get; } = new();

    /// <summary>User properties of a packet, those of a Will counted for themselves.</summary>
    public int UserPropertiesMax { get; init; } = int.MaxValue;

    /// <summary>Bytes of the names and values of the user properties, counted in the same way.</summary>
    public int UserPropertyBytesMax { get; init; } = int.MaxValue;

    /// <summary>Topic filters of a SUBSCRIBE or UNSUBSCRIBE.</summary>
    public int FiltersMax { get; init; } = int.MaxValue;
}
