namespace IotHub.Contracts.Model;

/// <summary>One permitted value of an enumeration.</summary>
/// <param name="Value">The number on the wire.</param>
/// <param name="Description">What it means, as the contract says it; may be empty and may repeat.</param>
/// <param name="Name">A name unique within the list, made from the description.</param>
public sealed record ValueListEntry(long Value, string Description, string Name)
{
    /// <summary>Place in the list as the contract writes it, from 0, counting entries that were left out; translations name an entry by it.</summary>
    public int Position { get; init; }
}
