using IotHub.Api.Problems;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Traces;

/// <summary>What the questions about traces have in common.</summary>
internal static class TraceQueries
{
    public const int LimitDefault = 50;

    /// <summary>Entries of one answer: several screens, and some hundred kilobytes at most. Older ones come with the next question.</summary>
    public const int LimitMax = 200;

    public static IResult? CheckLimit(int? limit) => limit is { } given && given is < 1 or > LimitMax
        ? Problem.BadRequest("request.malformed", $"limit is {given}; it must lie between 1 and {LimitMax}.")
        : null;

    public static IResult? CheckSpan(DateTimeOffset? from, DateTimeOffset? before) => from is { } start && before is { } end && start >= end
        ? Problem.BadRequest("traces.span", $"from ({start:O}) must lie before the end ({end:O}).")
        : null;

    /// <summary>Asks the store; where it cannot be read, that is the answer.</summary>
    public static async Task<IResult> AskAsync<T>(Func<ValueTask<T>> question, Func<T, IResult> answer)
    {
        try
        {
            return answer(await question());
        }
        catch (StoreException exception)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "traces.unavailable", "The traces cannot be read", exception.Message);
        }
    }
}
