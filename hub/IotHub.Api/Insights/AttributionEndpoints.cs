using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IotHub.Api.Json;
using IotHub.Api.Problems;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Insights;

/// <summary>What came of recommendations, and what partners owe for it.</summary>
internal static class AttributionEndpoints
{
    private const int NumberCharsMax = 200;
    private const int PiecesMax = 1_000_000;

    public static void Map(IEndpointRouteBuilder insights)
    {
        insights.MapGet("/attribution", (IServiceProvider services) => WithJournalAsync(services, journal => Task.FromResult<IResult>(TypedResults.Ok(Compose(journal.Ledger)))))
            .WithName("getAttribution").WithSummary("Orders, what partners owe for them, and the margin of hardware").Produces<AttributionBody>().ProducesProblems(503);
        insights.MapGet("/attribution/check", (IServiceProvider services, CancellationToken cancellationToken) => WithJournalAsync(services, async journal =>
            {
                var bodies = await journal.LedgerEventsAsync(cancellationToken);
                var events = bodies.Select(body => JsonNode.Parse(body.Span) as JsonObject).OfType<JsonObject>().Select(AttributionFacts.Read).OfType<AttributionEvent>().ToList();
                var comparison = LedgerRebuild.Compare(journal.Ledger, events);
                return TypedResults.Ok(new LedgerCheckBody(comparison.IsEqual, events.Count, comparison.Count, comparison.Differences));
            }))
            .WithName("checkAttribution").WithSummary("Makes the ledger again from its events, and compares to the cent").Produces<LedgerCheckBody>().ProducesProblems(503);
        insights.MapPost("/orders", OrderAsync)
            .WithName("recordOrder").WithSummary("Pieces were ordered; needs the consent to recommendations").Accepts<OrderBody>("application/json")
            .Produces<OrderedBody>().ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        insights.MapPost("/returns", ReturnAsync)
            .WithName("recordReturn").WithSummary("Pieces came back").Accepts<ReturnBody>("application/json")
            .Produces<OrderedBody>().ProducesProblems(400, 404, 409, 413, 415, 422, 503);
    }

    private static async Task<IResult> OrderAsync(HttpRequest request, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.OrderBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (services.GetService<CatalogueShelf>()?.Current is not { } catalogue)
        {
            return ProductEndpoints.None();
        }

        if (!catalogue.TryGetProduct(body.Product, out var product))
        {
            return Problem.NotFound("product.unknown", $"The catalogue has no product '{body.Product}'.");
        }

        if (Wrong(body.Order, body.Quantity) is { } wrong)
        {
            return wrong;
        }

        if (body.Price.Currency is not { Length: 3 } || !body.Price.Currency.All(char.IsAsciiLetterUpper) || Outside(body.Price.Minor) || (body.CostMinor is { } cost && Outside(cost)))
        {
            return Unfit("order.amount", $"'price' and 'costMinor' are 0 to {CatalogueBounds.PriceMinorMax} minor units of a currency such as EUR.");
        }

        return await WithJournalAsync(services, async journal =>
        {
            var order = new OrderPlaced(
                AttributionFacts.AtSecond(body.At ?? time.GetUtcNow()), string.Empty, HoldoutArm.Of(journal.HomeId, catalogue.Showing.HoldoutPer10000), Hash(body.Order), product.Id, body.Quantity,
                new Money(body.Price.Minor, body.Price.Currency), product.Role is ProductRole.Entry or ProductRole.Profit, body.CostMinor, body.RecId);
            return await KeepAsync(journal, order, AttributionFacts.OfOrder(order), order.OrderId, product.Id, cancellationToken);
        });
    }

    private static async Task<IResult> ReturnAsync(HttpRequest request, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.ReturnBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if ((Wrong(body.Order, body.Quantity) ?? Wrong(body.Return, body.Quantity)) is { } wrong)
        {
            return wrong;
        }

        return await WithJournalAsync(services, async journal =>
        {
            var order = Hash(body.Order);
            if (journal.Ledger.FindLine(order) is null)
            {
                return Problem.NotFound("order.unknown", "The ledger has no such order.");
            }

            var arm = HoldoutArm.Of(journal.HomeId, services.GetService<CatalogueShelf>()?.Current?.Showing.HoldoutPer10000 ?? 0);
            var returned = new OrderReturned(AttributionFacts.AtSecond(body.At ?? time.GetUtcNow()), string.Empty, arm, Hash(body.Return), order, body.Quantity);
            return await KeepAsync(journal, returned, AttributionFacts.OfReturn(returned), order, null, cancellationToken);
        });
    }

    private static async Task<IResult> KeepAsync(IRecommendationJournal journal, AttributionEvent happened, UsageFact fact, string order, string? product, CancellationToken cancellationToken)
    {
        // What the ledger will say of it is told along with it.
        var ledger = journal.Ledger;
        var foreseen = happened is OrderPlaced { RecId: { } rec } && ledger.FindShown(rec) is { } shown ? ledger.With(happened with { Home = shown.Home }).FindLine(order) : null;
        List<(UsageFact, AttributionEvent?)> facts = [(fact, happened)];
        if (product is not null && ledger.FindLine(order) is null && foreseen is { Verdict: AttributionVerdict.Attributed })
        {
            facts.Add((AttributionFacts.OfLine(foreseen, product), null));
        }

        if (!await journal.KeepAsync(memory => memory, facts, cancellationToken))
        {
            return Problem.Of(StatusCodes.Status409Conflict, "consent.missing", "It is not recorded", "Orders are recorded only under the consent to recommendations.");
        }

        return journal.Ledger.FindLine(order) is { } line
            ? TypedResults.Ok(new OrderedBody(Compose(line), journal.Ledger.Margins().Where(margin => margin.Currency == line.Revenue.Currency).Select(Compose).FirstOrDefault()))
            : Unfit("order.refused", "The ledger is full, or the amounts cannot be.");
    }

    private static IResult? Wrong(string number, int quantity) =>
        number.Length is 0 or > NumberCharsMax ? Unfit("order.number", $"The shop's number has 1 to {NumberCharsMax} characters.")
        : quantity is < 1 or > PiecesMax ? Unfit("order.quantity", $"'quantity' is 1 to {PiecesMax}.")
        : null;

    private static bool Outside(long minor) => minor is < 0 or > CatalogueBounds.PriceMinorMax;

    private static IResult Unfit(string code, string detail) => Problem.Of(StatusCodes.Status422UnprocessableEntity, code, "It cannot be so", detail);

    private static string Hash(string number) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number)));

    private static Task<IResult> WithJournalAsync(IServiceProvider services, Func<IRecommendationJournal, Task<IResult>> work) => StoreBoundary.AskAsync(
        services, () => Problem.Of(StatusCodes.Status503ServiceUnavailable, "insights.none", "There is no ledger", "This hub keeps none."),
        "insights.unreadable", "The ledger cannot be kept", work);

    private static AttributionBody Compose(AttributionLedger ledger) => new(
        [.. ledger.Lines().Select(Compose)],
        [.. ledger.Shares().Select(share => new PartnerShareBody(share.Partner, share.Currency, share.Orders, share.RevenueMinor, share.ShareMinor))],
        [.. ledger.Margins().Select(Compose)],
        [
            .. ledger.Arms().Select(arm => new ArmBody(
                arm.Arm.ToString().ToLowerInvariant(), arm.Homes, arm.Shown, arm.Clicked, arm.Dismissed, arm.Bound, arm.BoundByRecommendation, arm.Orders, arm.PiecesKept)),
        ],
        ledger.Refused);

    private static MarginBody Compose(MarginReport margin) =>
        new(margin.Currency, margin.RevenueMinor, margin.CostMinor, margin.BasisPoints, MarginReport.BasisPointsMax, margin.IsOver, margin.OrdersWithoutCost);

    private static LedgerLineBody Compose(LedgerLine line) => new(
        line.OrderId, line.At, Word(line.Verdict), line.RecId, line.Partner.Length == 0 ? null : line.Partner, line.RuleId.Length == 0 ? null : line.RuleId, line.Kept,
        new MoneyBody(line.Revenue.Minor, line.Revenue.Currency), line.ShareMinor);

    private static string Word(AttributionVerdict verdict) => verdict switch
    {
        AttributionVerdict.Attributed => "attributed",
        AttributionVerdict.NoRecommendation => "no-recommendation",
        AttributionVerdict.NotShown => "not-shown",
        AttributionVerdict.OtherHome => "other-home",
        AttributionVerdict.OtherProduct => "other-product",
        AttributionVerdict.NotClicked => "not-clicked",
        AttributionVerdict.TooLate => "too-late",
        _ => "no-rule",
    };
}
