using System.Text.Json;

namespace IotHub.Contracts.Json;

/// <summary>What the reader found at one place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts, in bytes.</param>
/// <param name="Raw">Its bytes; for an object or array everything from its start on.</param>
/// <param name="Text">The unescaped text of a string, null for anything else.</param>
internal readonly record struct JsonNodeContent(JsonValueKind Kind, int Offset, ReadOnlyMemory<byte> Raw, string? Text);
