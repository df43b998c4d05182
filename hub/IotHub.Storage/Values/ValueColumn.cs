using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using IotHub.Contracts.Values;
using SQLitePCL;
using static SQLitePCL.raw;

namespace IotHub.Storage.Values;

/// <summary>
/// A value as one SQLite column, exact for every kind. The storage class tells the kind, so no second column is needed:
/// NULL none, INTEGER whole number, REAL number, TEXT text; BLOB what SQLite has no class for: one byte a boolean, eight bytes
/// (big-endian) a whole number above Int64.MaxValue, and a byte 2 followed by UTF-16 a text that UTF-8 or C strings cannot carry.
/// </summary>
internal static class ValueColumn
{
    private const byte Utf16Mark = 2;

    private static readonly byte[] False = [0];
    private static readonly byte[] True = [1];

    /// <summary>The value as a parameter takes it.</summary>
    public static object ToParameter(PropertyValue value)
    {
        switch (value.Kind)
        {
            case PropertyValueKind.Boolean:
                return value.AsBoolean ? True : False;
            case PropertyValueKind.Integer:
                return value.AsInteger;
            case PropertyValueKind.UnsignedInteger:
                var bytes = new byte[8];
                BinaryPrimitives.WriteUInt64BigEndian(bytes, ulong.Parse(value.ToString(), CultureInfo.InvariantCulture));
                return bytes;
            case PropertyValueKind.Number:
                value.TryGetNumber(out var number);
                return number;
            case PropertyValueKind.Text:
                return IsPlain(value.AsText) ? value.AsText : ToUtf16(value.AsText);
            default:
                return DBNull.Value;
        }
    }

    /// <summary>Reads a column of the current row.</summary>
    public static PropertyValue Read(sqlite3_stmt row, int column)
    {
        switch (sqlite3_column_type(row, column))
        {
            case SQLITE_INTEGER:
                return PropertyValue.FromInteger(sqlite3_column_int64(row, column));
            case SQLITE_FLOAT:
                return PropertyValue.FromNumber(sqlite3_column_double(row, column));
            case SQLITE_TEXT:
                return PropertyValue.FromText(sqlite3_column_text(row, column).utf8_to_string());
            case SQLITE_BLOB:
                var bytes = sqlite3_column_blob(row, column);
                return bytes.Length switch
                {
                    1 => PropertyValue.FromBoolean(bytes[0] != 0),
                    8 => PropertyValue.FromUnsigned(BinaryPrimitives.ReadUInt64BigEndian(bytes)),
                    _ => PropertyValue.FromText(new string(MemoryMarshal.Cast<byte, char>(bytes[1..].ToArray()))),
                };
            default:
                return default;
        }
    }

    private static bool IsPlain(string text)
    {
        var span = text.AsSpan();
        if (span.Contains('\0'))
        {
            return false;
        }

        if (!span.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return true;
        }

        while (!span.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(span, out _, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            span = span[consumed..];
        }

        return true;
    }

    private static byte[] ToUtf16(string text)
    {
        var chars = MemoryMarshal.AsBytes(text.AsSpan());
        var bytes = new byte[chars.Length + 1];
        bytes[0] = Utf16Mark;
        chars.CopyTo(bytes.AsSpan(1));
        return bytes;
    }
}
