using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Automation.Sentences;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Insights;

/// <summary>What else would fit this home, why, and what people make of it.</summary>
internal static class RecommendationEndpoints
{
    private const int ShownMax = 100;

    public static void Map(IEndpointRouteBuilder insights)
    {
        insights.MapGet("/recommendations", Get)
            .WithName("listRecommendations").WithSummary("Products for this home; with 'personal' false those that are popular, whatever the home has")
            .WithDescription("A personal list needs the consent to recommendations, and is made on the hub. Prices in minor units of 'currency'.")
            .Produces<RecommendationsBody>().ProducesProblems(400, 404, 503);
        insights.MapPost("/recommendations:shown", ShownAsync)
            .WithName("showRecommendations").WithSummary("Items that a person saw; the same product is shown three times in a fortnight at most").Accepts<ShownBody>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(400, 404, 413, 415, 422, 503);
        Answer("clicked", "clickRecommendation", "A person looked at the product in its shop", RecommendationAnswer.Clicked);
        Answer("dismissed", "dismissRecommendation", "A person wants no more of this product and its kind for 90 days", RecommendationAnswer.Dismissed);
        Answer("snoozed", "snoozeRecommendation", "A person wants to see this product later", RecommendationAnswer.Snoozed);

        void Answer(string verb, string name, string summary, RecommendationAnswer answer) => insights
            .MapPost($"/recommendations/{{recId:guid}}:{verb}", (Guid recId, IServiceProvider services, CancellationToken cancellationToken) => WithDeskAsync(
                services, async desk => await desk.AnswerAsync(recId, answer, cancellationToken) ? TypedResults.NoContent() : Unknown()))
            .WithName(name).WithSummary(summary).Produces(StatusCodes.Status204NoContent).ProducesProblems(404, 503);
    }

    private static async Task<IResult> Get(
        bool? personal, long? priceMin, long? priceMax, string? currency, LiveFeed feed, HomeProfiles profiles, IServiceProvider services)
    {
        if ((priceMin is not null || priceMax is not null) && currency is not { Length: 3 })
        {
            return Problem.BadRequest("query.out-of-range", "'priceMin' and 'priceMax' need a 'currency', as EUR.");
        }

        if (priceMin < 0 || priceMax < 0 || priceMin > priceMax)
        {
            return Problem.BadRequest("query.out-of-range", "'priceMin' and 'priceMax' are 0 or more, and the first is not above the second.");
        }

        return await WithDeskAsync(services, desk =>
        {
            var list = desk.List(profiles.Of(feed.Home, Amount(priceMin), Amount(priceMax)), personal ?? true);
            return Task.FromResult(list is null || services.GetService<CatalogueShelf>()?.Current is not { } catalogue ? ProductEndpoints.None() : TypedResults.Ok(Compose(list, catalogue)));
        });

        Money? Amount(long? minor) => minor is { } known ? new Money(known, currency!) : null;
    }

    private static async Task<IResult> ShownAsync(HttpRequest request, IServiceProvider services, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.ShownBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        return body.RecIds.Count is < 1 or > ShownMax
            ? Problem.Of(StatusCodes.Status422UnprocessableEntity, "recommendation.count", "So many cannot have been seen", $"'recIds' has 1 to {ShownMax} ids.")
            : await WithDeskAsync(services, async desk => await desk.ShownAsync(body.RecIds, cancellationToken) ? TypedResults.NoContent() : Unknown());
    }

    private static Task<IResult> WithDeskAsync(IServiceProvider services, Func<RecommendationDesk, Task<IResult>> work) => StoreBoundary.AskAsync(
        services, () => Problem.Of(StatusCodes.Status503ServiceUnavailable, "insights.none", "There are no recommendations", "This hub makes none."),
        "insights.unreadable", "It cannot be kept", work);

    private static IResult Unknown() => Problem.NotFound("recommendation.unknown", "There is no such item in a list that this hub made lately; ask for the list again.");

    private static RecommendationsBody Compose(RecommendationList list, ProductCatalogue catalogue)
    {
        var (kind, english, chinese) = list.Kind switch
        {
            RecommendationListKind.Personal => ("personal", "Made on the hub from what this home has. Nothing of the home left it for that.", "由中枢根据家中现有设备在本地生成，没有任何家庭信息因此离开。"),
            RecommendationListKind.NotPersonalAsked => ("asked", "What is popular; the home's devices were not looked at.", "热门产品；未查看家中设备。"),
            RecommendationListKind.Holdout => ("holdout", "This home is one of those that get no personal list, so that the effect of such lists can be told. What is popular is there.", "本家庭属于对照组，不显示个性化列表，以便衡量其效果；热门列表仍可查看。"),
            _ => ("no-consent", "What is popular; a personal list needs the consent to recommendations.", "热门产品；个性化列表需要您同意“推荐”。"),
        };
        return new RecommendationsBody(kind, english, chinese, catalogue.IsSample, [.. list.Items.Select(item => Compose(item, catalogue))]);
    }

    private static RecommendationBody Compose(RecommendedItem item, ProductCatalogue catalogue) => new(
        item.RecId, item.Slot, ProductEndpoints.Compose(catalogue, item.Product),
        item.Reason.Kind switch
        {
            RecommendationReasonKind.CompletesScene => "scene",
            RecommendationReasonKind.GoesWith => "together",
            _ => "popular",
        },
        new TextBody(item.Reason.In(SentenceLanguage.English), item.Reason.In(SentenceLanguage.Chinese)),
        item.Reason.Subject.Length == 0 ? null : item.Reason.Subject,
        item.Policy, item.Propensity < 0.5);
}
