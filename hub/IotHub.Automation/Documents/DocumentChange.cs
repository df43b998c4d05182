namespace IotHub.Automation.Documents;

/// <summary>One place in which two versions of a document differ.</summary>
/// <param name="Pointer">JSON pointer of the place: in the later version, or in the earlier one where it is gone.</param>
/// <param name="Before">What stood there, as JSON; null where it is new.</param>
/// <param name="After">What stands there now, as JSON; null where it is gone.</param>
public sealed record DocumentChange(string Pointer, string? Before, string? After);
