namespace IotHub.Contracts.Model;

/// <summary>Something that wears out, on the property whose value is what is left of it.</summary>
/// <param name="Name">What wears out, in kebab case: <c>filter</c>, <c>main-brush</c>, <c>battery</c>.</param>
/// <param name="ResetIid">Number of the action in the same service that counts a new one from its start; null where the device finds out by itself or cannot be told.</param>
/// <param name="Low">The value at and below which it should be replaced, in the property's unit.</param>
public sealed record Consumable(string Name, int? ResetIid, double Low);
