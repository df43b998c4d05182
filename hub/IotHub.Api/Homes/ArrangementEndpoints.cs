using IotHub.Api.Automations;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Runtime;
using IotHub.Runtime.Arranging;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Homes;

/// <summary>How the home is arranged: one document for all phones. Every client is told a change by a snapshot in the new order.</summary>
internal static class ArrangementEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/arrangement").WithTags("arrangement");
        group.MapGet(string.Empty, Get)
            .WithName("getArrangement").WithSummary("Floors, rooms and tiles in order").Produces<ArrangementBody>().Produces(304);
        group.MapPut(string.Empty, PutAsync)
            .WithName("putArrangement").WithSummary("Arranges the home").WithDescription("With If-Match only if nobody arranged it in between.")
            .Accepts<ArrangementPutBody>("application/json").Produces<ArrangementBody>().ProducesProblems(400, 412, 413, 415, 422, 503);
    }

    private static IResult Get(HttpContext context, LiveFeed feed)
    {
        var home = feed.Home;
        var version = VersionOf(home);
        context.Response.Headers.ETag = Preconditions.ETag(version);
        return Preconditions.IsNotModified(context.Request, version) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(Compose(home));
    }

    private static async Task<IResult> PutAsync(HttpContext context, LiveFeed feed, Loop loop, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (Preconditions.Check(context.Request, VersionOf(feed.Home)) is { } refusal)
        {
            return refusal;
        }

        var (text, fault) = await DocumentText.ReadAsync(context.Request, options.Value.BodyBytesMax, cancellationToken);
        if (text is null)
        {
            return fault!;
        }

        var (answer, home) = await loop.AskAsync(
            new HubInput.PutDocument(DocumentKind.Arrangement, HomeArrangement.Id, text, Commander.Actor), (_, home) => home.Arrangement?.Text == text, cancellationToken);
        if (answer is { Accepted: false })
        {
            return Problem.From(answer);
        }

        if (answer is null || home.Arrangement is null)
        {
            return Problem.LoopSilent();
        }

        context.Response.Headers.ETag = Preconditions.ETag(VersionOf(home));
        return TypedResults.Ok(Compose(home));
    }

    private static int VersionOf(HomeProjection home) => home.Arrangement?.Version ?? 0;

    private static ArrangementBody Compose(HomeProjection home) => new(
        VersionOf(home),
        [.. home.Arranged.Floors.Select(floor => new ArrangedFloorBody(floor.Name, [.. floor.Rooms.Select(Compose)]))],
        [.. home.Arranged.Rooms.Select(Compose)]);

    private static ArrangedRoomBody Compose(ArrangedRoom room) => new(room.Name, room.Devices);
}
