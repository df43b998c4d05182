namespace IotHub.Contracts.Model;

/// <summary>What values a property takes. The names of the public specification in brackets.</summary>
public enum PropertyFormat
{
    /// <summary>true or false (<c>bool</c>).</summary>
    Boolean,

    /// <summary>0 to 255 (<c>uint8</c>).</summary>
    UInt8,

    /// <summary>0 to 65,535 (<c>uint16</c>).</summary>
    UInt16,

    /// <summary>0 to 2^32 - 1 (<c>uint32</c>).</summary>
    UInt32,

    /// <summary>0 to 2^64 - 1 (<c>uint64</c>).</summary>
    UInt64,

    /// <summary>-128 to 127 (<c>int8</c>).</summary>
    Int8,

    /// <summary>-32,768 to 32,767 (<c>int16</c>).</summary>
    Int16,

    /// <summary>-2^31 to 2^31 - 1 (<c>int32</c>).</summary>
    Int32,

    /// <summary>-2^63 to 2^63 - 1 (<c>int64</c>).</summary>
    Int64,

    /// <summary>A finite IEEE 754 double (<c>float</c>).</summary>
    Float,

    /// <summary>UTF-8 text (<c>string</c>).</summary>
    String,

    /// <summary>Bytes as hexadecimal text of even length (<c>hex</c>).</summary>
    Hex,
}
