namespace IotHub.Contracts.Json;

/// <summary>Parts of a JSON Pointer (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>A member's name as a part of a pointer: <c>~</c> and <c>/</c> are escaped.</summary>
    public static string Escape(string name) =>
        name.AsSpan().IndexOfAny('~', '/') < 0 ? name : name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
