namespace IotHub.Contracts.Json;

/// <summary>One member of an object: its name, where the name stands, and its value.</summary>
/// <param name="Name">The name, unescaped.</param>
/// <param name="NameOffset">Where the name's opening quote is, in bytes from the start of the text.</param>
/// <param name="Value">The value.</param>
/// <param name="IsDuplicate">True when an earlier member of the same object has the same name.</param>
public sealed record JsonMemberAt(string Name, int NameOffset, JsonNodeAt Value, bool IsDuplicate)
{
    /// <summary>Line of the name, from 1.</summary>
    public int Line => Value.Positions.Locate(NameOffset).Line;

    /// <summary>Column of the name's opening quote in characters, from 1.</summary>
    public int Column => Value.Positions.Locate(NameOffset).Column;
}
