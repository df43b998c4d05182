using IotHub.Automation.Traces;

namespace IotHub.Runtime.Storing;

/// <summary>A run in one line.</summary>
/// <param name="Automation">The automation's id.</param>
/// <param name="Number">From 1 within the automation.</param>
/// <param name="Begin">The decision that began it; null where it is not kept any more.</param>
/// <param name="End">The decision that ended it, of the next run where that one took its place; null while it goes on.</param>
/// <param name="Steps">How many steps it has done, those that left no trace because they were too many included.</param>
public sealed record RunRecord(string Automation, long Number, Decision? Begin, Decision? End, int Steps);
