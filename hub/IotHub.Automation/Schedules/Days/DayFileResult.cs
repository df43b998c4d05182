using System.Collections.Immutable;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Schedules.Days;

/// <summary>What became of a day file.</summary>
/// <param name="Calendar">Its days; null where the file cannot be used.</param>
/// <param name="Diagnostics">What is wrong with it, in the order of its text; at most <see cref="ScheduleLimits.DayFileFaultsMax"/>.</param>
public sealed record DayFileResult(HomeCalendar? Calendar, ImmutableArray<Diagnostic> Diagnostics);
