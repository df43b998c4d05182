using System.Text;
using System.Text.Json.Nodes;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Insights;

/// <summary>Consents, and every byte that leaves the house by them.</summary>
internal static class InsightsEndpoints
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1_000;
    private const int ReceiptsShown = 1_000;
    private const int ExportPage = 500;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/insights").WithTags("insights");
        group.MapGet("/consent", (IServiceProvider services) => Ask(services, journal => TypedResults.Ok(ConsentText.All.Select(text => Compose(text, journal.Consent)).ToArray())))
            .WithName("getConsent").WithSummary("What usage events are recorded for, and what is granted").Produces<ConsentBody[]>().ProducesProblems(503);
        group.MapPut("/consent/{class}", ChangeAsync)
            .WithName("putConsent").WithSummary("Grants or withdraws a class; what is not sent yet is deleted with a withdrawal")
            .Accepts<ConsentChangeBody>("application/json").Produces<ConsentChangedBody>().ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapGet("/consent/receipts", (IServiceProvider services, CancellationToken cancellationToken) => AskAsync(services, async journal =>
                TypedResults.Ok((await journal.ReceiptsAsync(ReceiptsShown, cancellationToken)).Select(Compose).ToArray())))
            .WithName("listReceipts").WithSummary("What was granted and withdrawn, newest first").Produces<ReceiptBody[]>().ProducesProblems(503);
        group.MapGet("/events", ListAsync)
            .WithName("listUsageEvents").WithSummary("The outbox: each event before and after it leaves, byte for byte").Produces<UsageEventsBody>().ProducesProblems(400, 503);
        group.MapGet("/events/{sequence:long}", ReadAsync)
            .WithName("getUsageEvent").WithSummary("One event as the wire carries it").Produces(200, contentType: "application/cloudevents+json").ProducesProblems(404, 503);
        group.MapGet("/ledger", (IServiceProvider services, CancellationToken cancellationToken) => AskAsync(services, async journal => TypedResults.Ok(Compose(await journal.LedgerAsync(cancellationToken)))))
            .WithName("getUsageLedger").WithSummary("What was recorded since the hub was new, and what became of it").Produces<UsageLedgerBody>().ProducesProblems(503);
        group.MapGet("/dead-letters", (IServiceProvider services, CancellationToken cancellationToken) => AskAsync(services, async journal =>
                TypedResults.Ok((await journal.DeadLettersAsync(cancellationToken)).Select(letter => new DeadLetterBody(letter.At, letter.Type, letter.Fault)).ToArray())))
            .WithName("listDeadLetters").WithSummary("Events that did not fit their schema and stay here, newest first").Produces<DeadLetterBody[]>().ProducesProblems(503);
        group.MapGet("/uplinks", (IServiceProvider services) => TypedResults.Ok(services.GetService<IUplinkSource>()?.Read().ToArray() ?? []))
            .WithName("listUplinks").WithSummary("How the uplinks stand").Produces<UplinkBody[]>();
        group.MapGet("/export", ExportAsync)
            .WithName("exportUsageEvents").WithSummary("All events as JSON lines, as the wire carries them").Produces(200, contentType: "application/x-ndjson").ProducesProblems(503);
        ConsumableEndpoints.Map(group);
        ProductEndpoints.Map(group);
        RecommendationEndpoints.Map(group);
        AttributionEndpoints.Map(group);
        api.MapPost("/insights:erase", EraseAsync).WithTags("insights")
            .WithName("eraseUsageEvents").WithSummary("Erases all events and pseudonyms here, and asks each receiver that has any to do the same").Produces<UsageErasedBody>().ProducesProblems(503);
    }

    private static async Task<IResult> ChangeAsync(string @class, HttpRequest request, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ConsentClass>(@class, ignoreCase: true, out var of) || !Enum.IsDefined(of) || char.IsAsciiDigit(@class[0]))
        {
            return Problem.NotFound("consent.unknown", $"There is no class {@class}; there are product, usage, recommendation and feedback.");
        }

        if (of == ConsentClass.Essential)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "consent.essential", "It cannot be changed", "Essential events need no consent; they leave the hub only along with a class that is granted.");
        }

        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.ConsentChangeBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (body.Granted is not { } isGranted)
        {
            return Problem.BadRequest("request.malformed", "The member 'granted' is missing: true grants the class, false withdraws it.");
        }

        var text = ConsentText.Of(of);
        if (isGranted && body.TextHash != text.Hash)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, "consent.other-words", "Nobody has read these words", "To grant it give 'textHash', the hash of the words that were read; they may have changed.");
        }

        return await AskAsync(services, async journal =>
        {
            var deleted = await journal.ChangeAsync(new ConsentGrant(of, isGranted, ConsentText.PolicyVersion, text.Hash, time.GetUtcNow(), Commander.Actor), cancellationToken);
            return TypedResults.Ok(new ConsentChangedBody(Compose(text, journal.Consent), deleted));
        });
    }

    private static Task<IResult> ListAsync(long? after, int? limit, IServiceProvider services, CancellationToken cancellationToken)
    {
        var most = limit ?? LimitDefault;
        if (most is < 1 or > LimitMax || after < 0)
        {
            return Task.FromResult(Problem.BadRequest("query.out-of-range", $"'limit' is 1 to {LimitMax}, 'after' is 0 or more."));
        }

        return AskAsync(services, async journal =>
        {
            var entries = await journal.EntriesAsync(after ?? 0, most, cancellationToken);
            return TypedResults.Ok(new UsageEventsBody([.. entries.Select(Compose)], entries.Length == most ? entries[^1].Sequence : null));
        });
    }

    private static Task<IResult> ReadAsync(long sequence, IServiceProvider services, CancellationToken cancellationToken) => AskAsync(services, async journal =>
        sequence > 0 && await journal.EntriesAsync(sequence - 1, 1, cancellationToken) is [var entry, ..] && entry.Sequence == sequence
            ? TypedResults.Bytes(entry.Body, "application/cloudevents+json")
            : Problem.NotFound("event.unknown", $"There is no event {sequence} in the outbox."));

    private static Task<IResult> ExportAsync(IServiceProvider services, TimeProvider time, CancellationToken cancellationToken) => AskAsync(services, async journal =>
    {
        var count = (await journal.LedgerAsync(cancellationToken)).Where(tally => tally.Fate == UsageFate.Kept).Sum(tally => tally.Count);
        await journal.RecordAsync(new UsageFact(UsageSchemas.ExportRequested, new JsonObject { ["events"] = count }, time.GetUtcNow()), cancellationToken);
        return TypedResults.Stream(
            async stream =>
            {
                var after = 0L;
                while (await journal.EntriesAsync(after, ExportPage, cancellationToken) is { IsEmpty: false } page)
                {
                    foreach (var entry in page)
                    {
                        await stream.WriteAsync(entry.Body, cancellationToken);
                        await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
                    }

                    after = page[^1].Sequence;
                }
            },
            "application/x-ndjson",
            "usage-events.jsonl");
    });

    private static Task<IResult> EraseAsync(IServiceProvider services, TimeProvider time, CancellationToken cancellationToken) =>
        AskAsync(services, async journal => TypedResults.Ok(new UsageErasedBody(await journal.EraseAsync(time.GetUtcNow(), cancellationToken))));

    private static IResult Ask(IServiceProvider services, Func<IUsageJournal, IResult> work) => services.GetService<IUsageJournal>() is { } journal ? work(journal) : NoJournal();

    private static Task<IResult> AskAsync(IServiceProvider services, Func<IUsageJournal, Task<IResult>> work) =>
        StoreBoundary.AskAsync(services, NoJournal, "insights.unreadable", "Usage events cannot be read", work);

    private static IResult NoJournal() => Problem.Of(StatusCodes.Status503ServiceUnavailable, "insights.none", "There are no usage events", "This hub records none.");

    private static ConsentBody Compose(ConsentText text, ConsentState state)
    {
        var last = state.Last.FirstOrDefault(grant => grant.Class == text.Class);
        return new ConsentBody(
            NameOf(text.Class), state.Allows(text.Class), text.Class != ConsentClass.Essential, text.En, text.Zh, ConsentText.PolicyVersion, text.Hash, last?.At, last?.Receipt);
    }

    private static ReceiptBody Compose(ConsentGrant grant) => new(NameOf(grant.Class), grant.IsGranted, grant.PolicyVersion, grant.TextHash, grant.At, grant.By, grant.Receipt);

    private static UsageEventBody Compose(UsageEntry entry) => new(
        entry.Sequence, entry.Id, entry.Type, NameOf(entry.Class), entry.RecordedAt, entry.StaysHere, entry.SentTo, entry.RefusedBy, Encoding.UTF8.GetString(entry.Body.Span));

    private static UsageLedgerBody Compose(IReadOnlyCollection<UsageTally> tallies) => new(
        tallies.Sum(tally => tally.Count),
        tallies.Sum(tally => tally.Bytes),
        [.. tallies.Select(tally => new UsageTallyBody(NameOf(tally.Class), tally.Fate.ToString().ToLowerInvariant(), tally.Count, tally.Bytes))]);

    private static string NameOf(ConsentClass of) => of.ToString().ToLowerInvariant();
}
