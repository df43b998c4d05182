using IotHub.Api.Json;
using IotHub.Api.Problems;
using IotHub.Insights.Feedback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Feedback;

/// <summary>The board of ideas, the ring of the home, and what releases answer.</summary>
internal static class IdeaEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("feedback");
        group.MapGet("/feedback/ideas", (IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
            {
                var votes = await desk.Journal.VotesAsync(cancellationToken);
                return TypedResults.Ok(desk.Source.Releases.Ideas.Select(idea => FeedbackAnswers.Compose(idea, votes)).ToArray());
            }))
            .WithName("listIdeas").WithSummary("The board of ideas, and which of them this home voted for").Produces<IdeaBody[]>().ProducesProblems(503);
        group.MapPut("/feedback/ideas/{id}/vote", VoteAsync)
            .WithName("putVote").WithSummary("Votes for an idea, or takes the vote back").Accepts<VoteBody>("application/json")
            .Produces<IdeaBody>().ProducesProblems(400, 404, 409, 413, 415, 503);
        group.MapGet("/feedback/ring", (IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
                TypedResults.Ok(new RingBody(FeedbackWords.Of(await desk.Journal.RingAsync(cancellationToken))))))
            .WithName("getRing").WithSummary("How early the home wants releases").Produces<RingBody>().ProducesProblems(503);
        group.MapPut("/feedback/ring", ChangeRingAsync)
            .WithName("putRing").WithSummary("Chooses how early the home wants releases").Accepts<RingBody>("application/json")
            .Produces<RingBody>().ProducesProblems(400, 413, 415, 422, 503);
        group.MapGet("/feedback/shipped", (IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
                TypedResults.Ok((await desk.AnswersAsync(cancellationToken)).Select(FeedbackAnswers.Compose).ToArray())))
            .WithName("listShipped").WithSummary("You asked, it shipped: what the running version answers of what this home wrote or voted for, newest release first")
            .Produces<ShippedBody[]>().ProducesProblems(503);
        group.MapPost("/feedback/shipped:seen", (IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
            {
                var fresh = (await desk.AnswersAsync(cancellationToken)).Where(answer => !answer.IsSeen).ToArray();
                await desk.Journal.MarkSeenAsync(fresh, cancellationToken);
                return TypedResults.Ok(new ShippedSeenBody(fresh.Length));
            }))
            .WithName("markShippedSeen").WithSummary("Marks all answers as seen").Produces<ShippedSeenBody>().ProducesProblems(503);
    }

    private static async Task<IResult> VoteAsync(string id, HttpRequest request, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.VoteBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (body.Voted is not { } isUp)
        {
            return Problem.BadRequest("request.malformed", "The member 'voted' is missing: true votes for the idea, false takes the vote back.");
        }

        return await FeedbackDesk.AskAsync(services, async desk =>
        {
            if (!FeedbackEndpoints.TryReadId(id, out var guid) || !desk.Source.Releases.TryGetIdea(guid, out var idea))
            {
                return Problem.NotFound("idea.unknown", $"There is no idea '{id}' on the board.");
            }

            // What is there already needs no vote; one that was given may always be taken back.
            if (isUp && idea.Status == IdeaStatus.Shipped)
            {
                return Problem.Of(StatusCodes.Status409Conflict, "idea.shipped", "It is there already", $"The release {idea.Release} has it.");
            }

            return await desk.Journal.VoteAsync(guid, isUp, time.GetUtcNow(), cancellationToken) == FeedbackVerdict.Full
                ? Problem.Of(StatusCodes.Status409Conflict, "vote.full", "There is no room", $"The hub keeps {FeedbackBounds.VotesMax} votes; take one back.")
                : TypedResults.Ok(FeedbackAnswers.Compose(idea, await desk.Journal.VotesAsync(cancellationToken)));
        });
    }

    private static async Task<IResult> ChangeRingAsync(HttpRequest request, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.RingBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (!FeedbackWords.TryRead<FeedbackRing>(body.Ring, out var ring))
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "ring.unknown", "There is no such ring", $"'ring' is one of {string.Join(", ", FeedbackWords.All<FeedbackRing>())}.");
        }

        return await FeedbackDesk.AskAsync(services, async desk =>
        {
            await desk.Journal.ChangeRingAsync(ring, time.GetUtcNow(), cancellationToken);
            return TypedResults.Ok(new RingBody(FeedbackWords.Of(ring)));
        });
    }
}
