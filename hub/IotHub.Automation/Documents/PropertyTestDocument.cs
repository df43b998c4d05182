using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>What is asked of a value, as written; null for what is not asked.</summary>
/// <param name="Equal">Written <c>becomes</c> in a trigger and <c>is</c> in a condition.</param>
/// <param name="Above">Written <c>above</c>.</param>
/// <param name="Below">Written <c>below</c>.</param>
public sealed record PropertyTestDocument(JsonNodeAt? Equal, JsonNodeAt? Above, JsonNodeAt? Below);
