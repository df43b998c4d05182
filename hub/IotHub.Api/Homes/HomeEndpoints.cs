using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Api.Traces;
using IotHub.Automation.Traces;
using IotHub.Contracts.Messages;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Homes;

/// <summary>What the hub decided, refused and counted, and how it is.</summary>
internal static class HomeEndpoints
{
    private const int LimitDefault = 100;

    private static readonly string Version =
        typeof(HomeEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("home");
        group.MapGet("/decisions", IResult (string? automation, int? limit, LiveFeed feed, IOptions<ApiOptions> options) =>
                CheckLimit(limit, options.Value.DecisionsKept) ?? TypedResults.Ok(feed.Decisions(automation, limit ?? LimitDefault).Select(Compose).ToArray()))
            .WithName("listDecisions").WithSummary("The newest decisions of automations, newest first").Produces<DecisionBody[]>().ProducesProblems(400);
        group.MapGet("/decisions/past", PastAsync)
            .WithName("listPastDecisions").WithSummary("Decisions of automations within a span of time, newest first").Produces<DecisionBody[]>().ProducesProblems(400, 503);
        group.MapGet("/rejections", IResult (int? limit, LiveFeed feed, IOptions<ApiOptions> options) =>
                CheckLimit(limit, options.Value.RejectionsKept) ?? TypedResults.Ok(feed.Refusals(limit ?? LimitDefault).Select(Compose).ToArray()))
            .WithName("listRejections").WithSummary("The newest refused messages, newest first").Produces<RejectionBody[]>().ProducesProblems(400);
        group.MapGet("/counters", async Task<IResult> (Loop loop, LiveFeed feed, LiveCounters counters, CancellationToken cancellationToken) =>
                await loop.SnapshotAsync(cancellationToken) is { } snapshot ? TypedResults.Ok(Compose(snapshot, feed, counters)) : Problem.LoopSilent())
            .WithName("getCounters").WithSummary("What was counted since the hub started").Produces<CountersBody>().ProducesProblems(503);
        group.MapGet("/health", IResult (ApiStart start, IEnumerable<IHealthSource> sources) => TypedResults.Ok(Compose(start, sources)))
            .WithName("getHealth").WithSummary("How the hub is").Produces<HealthBody>();
        group.MapPost("/clock:confirm", ConfirmClockAsync)
            .WithName("confirmClock").WithSummary("Says that the hub's clock is right, where nothing else can")
            .WithDescription("Schedules wait while the clock shows a time that cannot be right, and on a machine without a battery until it was set. This ends the wait.")
            .Produces(204).ProducesProblems(409, 503);
    }

    private static async Task<IResult> ConfirmClockAsync(Loop loop, CancellationToken cancellationToken)
    {
        var (answer, _) = await loop.AskAsync(new HubInput.ConfirmClock(Commander.Actor), (_, _) => true, cancellationToken);
        return answer switch
        {
            null => Problem.LoopSilent(),
            { Accepted: true } => TypedResults.NoContent(),
            _ => Problem.Of(StatusCodes.Status409Conflict, answer.ErrorCode!, "The clock cannot be confirmed", answer.Message!),
        };
    }

    private static async Task<IResult> PastAsync(DateTimeOffset? from, DateTimeOffset? before, int? limit, ITraces traces, CancellationToken cancellationToken) =>
        (TraceQueries.CheckLimit(limit) ?? TraceQueries.CheckSpan(from, before)) is { } refusal ? refusal : await TraceQueries.AskAsync(
            () => traces.DecisionsAsync(new TimeSpanFilter(from, before), limit ?? TraceQueries.LimitDefault, cancellationToken),
            found => TypedResults.Ok(found.Select(Compose).ToArray()));

    private static IResult? CheckLimit(int? limit, int limitMax) => limit is { } given && (given < 1 || given > limitMax)
        ? Problem.BadRequest("request.malformed", $"limit is {given}; it must lie between 1 and {limitMax}.")
        : null;

    private static HealthBody Compose(ApiStart start, IEnumerable<IHealthSource> sources)
    {
        var problems = sources.SelectMany(source => source.Problems).ToArray();
        return new HealthBody(problems.Length == 0 ? "ok" : "degraded", Math.Round(start.Uptime.TotalSeconds, 3), Version, problems);
    }

    private static DecisionBody Compose(Decision decision) => new(
        decision.At,
        decision.Automation,
        decision.Run,
        DecisionJson.NameOf(decision.Kind),
        decision.Trigger,
        decision.Text,
        decision.Cause.Id,
        decision.Cause.RootId);

    private static RejectionBody Compose(HubOutput.Refused refused)
    {
        var (message, rejection) = (refused.Message, refused.Message.Rejection);
        return new RejectionBody(refused.At, message.Did, message.Topic, Text(rejection.Reason), rejection.Message, rejection.Path);
    }

    private static CountersBody Compose(HubSnapshot snapshot, LiveFeed feed, LiveCounters counters)
    {
        var counted = snapshot.Counters;
        return new CountersBody(
            snapshot.At,
            counted.MessagesAccepted,
            counted.MessagesRefused.ToImmutableSortedDictionary(pair => Text(pair.Key), pair => pair.Value, StringComparer.Ordinal),
            counted.StateChanges,
            counted.CommandsSent,
            counted.CommandsConfirmed,
            counted.CommandsFailed,
            counted.CommandsTimedOut,
            counted.CommandsSuperseded,
            counted.RequestsSent,
            counted.Decisions,
            feed.OutputsLost,
            feed.ClientsCut,
            counters.FramesMalformed);
    }

    private static string Text(RejectionReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}
