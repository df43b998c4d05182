using IotHub.Contracts.Model;

namespace IotHub.Api.Makers;

/// <summary>The public specification's words for formats and access.</summary>
internal static class ContractText
{
    public static string Format(PropertyFormat format) => format switch
    {
        PropertyFormat.Boolean => "bool",
        PropertyFormat.UInt8 => "uint8",
        PropertyFormat.UInt16 => "uint16",
        PropertyFormat.UInt32 => "uint32",
        PropertyFormat.UInt64 => "uint64",
        PropertyFormat.Int8 => "int8",
        PropertyFormat.Int16 => "int16",
        PropertyFormat.Int32 => "int32",
        PropertyFormat.Int64 => "int64",
        PropertyFormat.Float => "float",
        PropertyFormat.Hex => "hex",
        _ => "string",
    };

    public static IReadOnlyList<string> Access(PropertyAccess access) =>
    [
        .. access.HasFlag(PropertyAccess.Read) ? ["read"] : (string[])[],
        .. access.HasFlag(PropertyAccess.Write) ? ["write"] : (string[])[],
        .. access.HasFlag(PropertyAccess.Notify) ? ["notify"] : (string[])[],
    ];
}
