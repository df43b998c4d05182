namespace IotHub.DeviceSim.Certification;

/// <summary>One numbered rule of <c>firmware-contracts/topics.md</c>.</summary>
/// <param name="Number">Its number, such as <c>R-5</c>. Numbers are never given to another rule.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Fix">What to look at in a firmware that does not keep it: a sentence or two.</param>
public sealed record Clause(string Number, string Title, string Fix);
