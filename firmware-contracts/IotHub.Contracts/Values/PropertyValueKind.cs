namespace IotHub.Contracts.Values;

/// <summary>What a <see cref="PropertyValue"/> holds.</summary>
public enum PropertyValueKind
{
    /// <summary>Nothing: the default of the struct, a value not known.</summary>
    None,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number within Int64.</summary>
    Integer,

    /// <summary>A whole number above Int64.MaxValue, within UInt64.</summary>
    UnsignedInteger,

    /// <summary>A finite double.</summary>
    Number,

    /// <summary>Text, also hexadecimal.</summary>
    Text,
}
