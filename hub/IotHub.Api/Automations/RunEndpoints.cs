using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Api.Traces;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.Api.Automations;

/// <summary>What automations did, step by step, and why they did nothing.</summary>
internal static class RunEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/automations/{id}").WithTags("automations");
        group.MapGet("/runs", ListAsync)
            .WithName("listRuns").WithSummary("Runs of an automation, newest first").WithDescription("With before: those with a lower number.")
            .Produces<RunBody[]>().ProducesProblems(400, 404, 503);
        group.MapGet("/runs/{run}", GetAsync)
            .WithName("getRun").WithSummary("One run: each step with what it read, how long it took, and what became of its commands")
            .Produces<RunTraceBody>().ProducesProblems(400, 404, 503);
        group.MapGet("/why-not", WhyNotAsync)
            .WithName("listWhyNot").WithSummary("Triggers that fired and were not followed, newest first, each with the clause that stood in the way")
            .WithDescription("Within a span of time, where from or before is given.")
            .Produces<WhyNotBody[]>().ProducesProblems(400, 404, 503);
    }

    private static async Task<IResult> ListAsync(string id, long? before, int? limit, LiveFeed feed, ITraces traces, CancellationToken cancellationToken)
    {
        if (TraceQueries.CheckLimit(limit) is { } refusal)
        {
            return refusal;
        }

        if (before < 1)
        {
            return Problem.BadRequest("request.malformed", $"before is {before}; runs are numbered from 1.");
        }

        return await TraceQueries.AskAsync(
            () => traces.RunsAsync(id, before, limit ?? TraceQueries.LimitDefault, cancellationToken),
            runs => runs.IsEmpty && before is null && IsUnknown(id, feed) ? Unknown(id) : TypedResults.Ok(runs.Select(TraceWriter.Compose).ToArray()));
    }

    private static async Task<IResult> GetAsync(string id, long run, LiveFeed feed, ITraces traces, CancellationToken cancellationToken)
    {
        if (run < 1)
        {
            return Problem.BadRequest("request.malformed", $"The run is {run}; runs are numbered from 1.");
        }

        return await TraceQueries.AskAsync(
            () => traces.RunAsync(id, run, cancellationToken),
            found => found is not null ? TypedResults.Ok(TraceWriter.Compose(found))
                : IsUnknown(id, feed) ? Unknown(id)
                : Problem.NotFound("run.unknown", $"'{id}' has no run {run}, or it is not kept any more."));
    }

    private static async Task<IResult> WhyNotAsync(
        string id, DateTimeOffset? from, DateTimeOffset? before, int? limit, LiveFeed feed, ITraces traces, CancellationToken cancellationToken)
    {
        if ((TraceQueries.CheckLimit(limit) ?? TraceQueries.CheckSpan(from, before)) is { } refusal)
        {
            return refusal;
        }

        return await TraceQueries.AskAsync(
            () => traces.WhyNotAsync(id, new TimeSpanFilter(from, before), limit ?? TraceQueries.LimitDefault, cancellationToken),
            found => found.IsEmpty && IsUnknown(id, feed) ? Unknown(id) : TypedResults.Ok(found.Select(TraceWriter.ComposeRefusal).ToArray()));
    }

    // One that was deleted is known as long as traces of it are kept.
    private static bool IsUnknown(string id, LiveFeed feed) => !feed.Home.Automations.ContainsKey(id);

    private static IResult Unknown(string id) => Problem.NotFound("automation.unknown", $"There is no automation '{id}'.");
}
