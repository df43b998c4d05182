using System.Text;
using IotHub.Api.Homes;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Insights.Feedback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Feedback;

/// <summary>What people of the home say to those who make the hub. It is kept here; the text leaves only by the hand of whoever wrote it.</summary>
internal static class FeedbackEndpoints
{
    private const int LimitDefault = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("feedback");
        group.MapGet("/feedback", ListAsync)
            .WithName("listFeedback").WithSummary("What this home wrote, newest first, and what became of it").Produces<FeedbackBody[]>().ProducesProblems(400, 503);
        group.MapPost("/feedback", SendAsync)
            .WithName("sendFeedback").WithSummary("Writes down an idea, a report or praise")
            .WithDescription("The text stays on the hub. Where feedback is granted, an event without the text tells of it.")
            .Accepts<FeedbackSendBody>("application/json").Produces<FeedbackSentBody>(StatusCodes.Status201Created).ProducesProblems(400, 409, 413, 415, 422, 503);
        group.MapGet("/feedback/diagnostics", PreviewAsync)
            .WithName("previewDiagnostics").WithSummary("The very bytes that can be attached to feedback")
            .WithDescription("Versions, buckets and counts; no names, rooms, addresses or serials. Nothing is attached by looking.")
            .Produces(200, contentType: "application/json").ProducesProblems(503);
        group.MapGet("/feedback/{id}", ReadAsync)
            .WithName("getFeedback").WithSummary("One item").Produces<FeedbackBody>().ProducesProblems(404, 503);
        group.MapDelete("/feedback/{id}", DeleteAsync)
            .WithName("deleteFeedback").WithSummary("Deletes an item with its diagnostics; an event that told of it is not called back").Produces(204).ProducesProblems(404, 503);
        group.MapGet("/feedback/{id}/bundle", BundleAsync)
            .WithName("getFeedbackBundle").WithSummary("An item with its text and diagnostics as a file, to be sent by hand").Produces(200, contentType: "application/json").ProducesProblems(404, 503);
    }

    /// <summary>The id of an item or an idea, as the hub gives it out.</summary>
    public static bool TryReadId(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);

    private static Task<IResult> ListAsync(int? limit, IServiceProvider services, CancellationToken cancellationToken) => limit is < 1 or > FeedbackBounds.ItemsMax
        ? Task.FromResult(Problem.BadRequest("query.out-of-range", $"'limit' is 1 to {FeedbackBounds.ItemsMax}."))
        : FeedbackDesk.AskAsync(services, async desk => TypedResults.Ok(
            (await desk.Journal.ItemsAsync(limit ?? LimitDefault, cancellationToken)).Select(item => FeedbackAnswers.Compose(item, desk.Source)).ToArray()));

    private static async Task<IResult> SendAsync(
        HttpRequest request, LiveFeed feed, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.FeedbackSendBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        string? model = null;
        if (body.Device is { } device)
        {
            if (!feed.Home.Devices.TryGetValue(device, out var view))
            {
                return Problem.Of(
                    StatusCodes.Status422UnprocessableEntity, "feedback.device", "There is no such device", "The device that 'device' names is not part of the home; leave it out, or give the name of one that is.");
            }

            model = view.Device.Contract.Type.Text;
        }

        return await FeedbackDesk.AskAsync(services, async desk =>
        {
            var now = time.GetUtcNow();
            var draft = new FeedbackDraft(body.Kind, body.Topic, body.Severity, body.Text, model, body.Diagnostics);
            var ring = await desk.Journal.RingAsync(cancellationToken);
            if (!FeedbackRules.TryRead(draft, desk.Source.NewId(now), now, ring, desk.Source.Running, out var item, out var faults))
            {
                return Problem.Of(
                    StatusCodes.Status422UnprocessableEntity, "feedback.faulty", "The feedback cannot be used", string.Join(' ', faults.Select(one => one.Message)), DiagnosticBody.From(faults));
            }

            var verdict = await desk.Journal.AddAsync(item, body.Diagnostics, cancellationToken);
            return verdict == FeedbackVerdict.Full
                ? Problem.Of(StatusCodes.Status409Conflict, "feedback.full", "There is no room", $"The hub keeps {FeedbackBounds.ItemsMax} items; delete one that is done with.")
                : TypedResults.Created($"/api/v1/feedback/{item.Id}", new FeedbackSentBody(FeedbackAnswers.Compose(item, desk.Source), verdict == FeedbackVerdict.Told));
        });
    }

    private static Task<IResult> PreviewAsync(
        Loop loop, ApiStart start, IEnumerable<IHealthSource> health, IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
    {
        if (await loop.SnapshotAsync(cancellationToken) is not { } home)
        {
            return Problem.LoopSilent();
        }

        var diagnostics = FeedbackDiagnostics.Of(
            home.Devices.Select(device => KeyValuePair.Create(device.Device.Contract.Type.Text, device.Liveness.Availability)),
            health.SelectMany(source => source.Problems).Select(problem => problem.Code),
            home.Counters.MessagesRefused,
            start.Uptime,
            desk.Source.Running);
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(diagnostics.Write()), "application/json");
    });

    private static Task<IResult> ReadAsync(string id, IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
        TryReadId(id, out var guid) && await desk.Journal.ItemAsync(guid, cancellationToken) is { } item ? TypedResults.Ok(FeedbackAnswers.Compose(item, desk.Source)) : Unknown(id));

    private static Task<IResult> DeleteAsync(string id, IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
        TryReadId(id, out var guid) && await desk.Journal.DeleteAsync(guid, cancellationToken) ? TypedResults.NoContent() : Unknown(id));

    private static Task<IResult> BundleAsync(string id, IServiceProvider services, CancellationToken cancellationToken) => FeedbackDesk.AskAsync(services, async desk =>
        TryReadId(id, out var guid) && await desk.Journal.ItemAsync(guid, cancellationToken) is { } item
            ? TypedResults.Bytes(FeedbackBundle.Write(item, await desk.Journal.DiagnosticsAsync(guid, cancellationToken)), "application/json", $"feedback-{item.Id}.json")
            : Unknown(id));

    private static IResult Unknown(string id) => Problem.NotFound("feedback.unknown", $"There is no feedback '{id}'.");
}
