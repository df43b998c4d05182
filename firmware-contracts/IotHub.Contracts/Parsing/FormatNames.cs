using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>The names of formats in contracts, and the whole numbers that each can hold.</summary>
public static class FormatNames
{
    private static readonly (string Name, PropertyFormat Format)[] Names =
    [
        ("bool", PropertyFormat.Boolean),
        ("uint8", PropertyFormat.UInt8),
        ("uint16", PropertyFormat.UInt16),
        ("uint32", PropertyFormat.UInt32),
        ("uint64", PropertyFormat.UInt64),
        ("int8", PropertyFormat.Int8),
        ("int16", PropertyFormat.Int16),
        ("int32", PropertyFormat.Int32),
        ("int64", PropertyFormat.Int64),
        ("float", PropertyFormat.Float),
        ("string", PropertyFormat.String),
        ("hex", PropertyFormat.Hex),
    ];

    /// <summary>All names, for a message.</summary>
    public static string All { get; } = string.Join(", ", Names.Select(entry => entry.Name));

    /// <summary>The name of a format, <c>uint8</c>.</summary>
    public static string NameOf(PropertyFormat format) => Names[Array.FindIndex(Names, entry => entry.Format == format)].Name;

    /// <summary>The format of that name; null and other texts are none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out PropertyFormat format)
    {
        var index = Array.FindIndex(Names, entry => string.Equals(entry.Name, name, StringComparison.Ordinal));
        format = index < 0 ? default : Names[index].Format;
        return index >= 0;
    }

    /// <summary>True for the eight formats of whole numbers.</summary>
    public static bool IsInteger(PropertyFormat format) => format is >= PropertyFormat.UInt8 and <= PropertyFormat.Int64;

    /// <summary>Smallest and largest whole number of a format; false for formats that are not whole numbers.</summary>
    /// <remarks>The upper bound of <see cref="PropertyFormat.UInt64"/> does not fit a long, so both come as <see cref="Int128"/>.</remarks>
    public static bool TryGetBounds(PropertyFormat format, out Int128 minimum, out Int128 maximum)
    {
        (minimum, maximum) = format switch
        {
            PropertyFormat.UInt8 => (0, byte.MaxValue),
            PropertyFormat.UInt16 => (0, ushort.MaxValue),
            PropertyFormat.UInt32 => (0, uint.MaxValue),
            PropertyFormat.UInt64 => (0, (Int128)ulong.MaxValue),
            PropertyFormat.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            PropertyFormat.Int16 => (short.MinValue, short.MaxValue),
            PropertyFormat.Int32 => (int.MinValue, int.MaxValue),
            PropertyFormat.Int64 => (long.MinValue, long.MaxValue),
            _ => ((Int128)0, (Int128)0),
        };
        return IsInteger(format);
    }
}
