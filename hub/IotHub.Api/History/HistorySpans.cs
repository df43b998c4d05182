using IotHub.Api.Problems;
using IotHub.Automation.Schedules;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.History;

/// <summary>Which spans can be asked for.</summary>
internal static class HistorySpans
{
    /// <summary>Longest span of a chart: its days are counted one by one.</summary>
    public const int YearsMax = 40;

    /// <summary>What is wrong with a span; null where nothing is.</summary>
    /// <param name="code">Of the problem.</param>
    /// <param name="from">Start.</param>
    /// <param name="to">End.</param>
    public static IResult? Check(string code, DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to)
        {
            return Problem.BadRequest(code, $"from ({from:O}) must lie before to ({to:O}).");
        }

        // A year from either end, so that the parts and days around a span have a calendar too.
        var (first, last) = (ScheduleLimits.YearMin + 1, ScheduleLimits.YearMax - 1);
        return from.UtcDateTime.Year < first || to.UtcDateTime.Year > last || to - from > TimeSpan.FromDays(366 * YearsMax)
            ? Problem.BadRequest(code, $"from ({from:O}) and to ({to:O}) must lie in the years {first} to {last}, and no more than {YearsMax} years apart.")
            : null;
    }
}
