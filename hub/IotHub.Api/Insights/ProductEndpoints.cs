using System.Buffers.Text;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Insights;

/// <summary>The catalogue of products, and whether one of them would work with this home.</summary>
internal static class ProductEndpoints
{
    private const string SignatureHeader = "Catalogue-Signature";
    private const int LimitDefault = 100;
    private const int LimitMax = 1_000;

    public static void Map(IEndpointRouteBuilder insights)
    {
        insights.MapGet("/catalogue", (IServiceProvider services) => WithCatalogue(services, catalogue => TypedResults.Ok(Describe(catalogue, null))))
            .WithName("getCatalogue").WithSummary("The catalogue of products in force").Produces<CatalogueBody>().ProducesProblems(404);
        insights.MapPut("/catalogue", PutAsync)
            .WithName("putCatalogue").WithSummary("Takes a signed catalogue in place of the one in force, whole or not at all")
            .WithDescription($"The body is the catalogue, byte for byte as it was signed; the header {SignatureHeader} is its signature document in base64.")
            .Accepts<CatalogueBody>("application/json").Produces<CatalogueBody>().ProducesProblems(400, 413, 415, 422, 503);
        insights.MapGet("/products", List)
            .WithName("listProducts").WithSummary("Products of the catalogue, in its order").Produces<ProductBody[]>().ProducesProblems(400, 404);
        insights.MapGet("/products/{id}/compatibility", Compatible)
            .WithName("getCompatibility").WithSummary("Whether a product would work with this home, and which scenes it would complete").Produces<CompatibilityBody>().ProducesProblems(404);
    }

    public static ProductBody Compose(ProductCatalogue catalogue, Product product) => new(
        product.Id, Text(product.Name),
        catalogue.TryGetPartner(product.Partner, out var partner) ? Text(partner.Name) : new TextBody(product.Partner, product.Partner),
        product.Category, catalogue.TryGetCategory(product.Category, out var category) ? Text(category.Name) : new TextBody(product.Category, product.Category),
        product.Role.ToString().ToLowerInvariant(), new MoneyBody(product.Price.Minor, product.Price.Currency), product.Stock, product.Link, catalogue.IsSample);

    public static TextBody Text(LocalText text) => new(text.English, text.Chinese);

    public static IResult None() => Problem.NotFound("catalogue.none", "This hub has no catalogue of products.");

    private static async Task<IResult> PutAsync(HttpRequest request, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<CatalogueKeeper>() is not { } keeper || services.GetService<CatalogueShelf>() is not { } shelf)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "insights.none", "There are no catalogues", "This hub takes none.");
        }

        var (bytes, fault) = await JsonBody.ReadBytesAsync(request, CatalogueBounds.DocumentBytesMax, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        var header = request.Headers[SignatureHeader].ToString();
        if (header.Length > CatalogueBounds.SignatureBytesMax * 2 || !Base64.IsValid(header))
        {
            return Problem.BadRequest("catalogue.signature-header", $"The header {SignatureHeader} is the signature document in base64.");
        }

        try
        {
            var offer = await keeper.OfferAsync(new KeptCatalogue(bytes, Convert.FromBase64String(header)), cancellationToken);
            return offer.IsTaken && shelf.Current is { } catalogue
                ? TypedResults.Ok(Describe(catalogue, offer))
                : Problem.Of(
                    StatusCodes.Status422UnprocessableEntity, $"catalogue.{Kebab(offer.Refusal)}", "The catalogue was not taken", offer.Reason,
                    offer.Diagnostics.IsEmpty ? null : DiagnosticBody.From(offer.Diagnostics));
        }
        catch (StoreException trouble)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "catalogue.not-kept", "It is in force until the next start", trouble.Message);
        }
    }

    private static IResult List(string? category, string? device, int? limit, IServiceProvider services)
    {
        var most = limit ?? LimitDefault;
        return most is < 1 or > LimitMax
            ? Problem.BadRequest("query.out-of-range", $"'limit' is 1 to {LimitMax}.")
            : WithCatalogue(services, catalogue => TypedResults.Ok(catalogue.Products
                .Where(product => (category is null || product.Category == category) && (device is null || product.Devices.Contains(device)))
                .Take(most).Select(product => Compose(catalogue, product)).ToArray()));
    }

    private static IResult Compatible(string id, LiveFeed feed, IServiceProvider services, HomeProfiles profiles) => WithCatalogue(services, catalogue =>
    {
        if (!catalogue.TryGetProduct(id, out var product))
        {
            return Problem.NotFound("product.unknown", $"The catalogue has no product '{id}'.");
        }

        var answer = Compatibility.Ask(catalogue, product, profiles.Of(feed.Home));
        return TypedResults.Ok(new CompatibilityBody(
            Compose(catalogue, product), Word(answer.Verdict),
            [.. answer.Reasons.Select(reason => new CompatibilityReasonBody(Word(reason.Verdict), reason.Code, reason.English, reason.Chinese))],
            [.. answer.Completes.Select(scene => new NamedBody(scene.Id, scene.Name))],
            [.. answer.Enables.Select(scene => new ScenePlanBody(scene.Id, Text(scene.Name)))]));
    });

    private static IResult WithCatalogue(IServiceProvider services, Func<ProductCatalogue, IResult> work) => services.GetService<CatalogueShelf>()?.Current is { } catalogue ? work(catalogue) : None();

    private static CatalogueBody Describe(ProductCatalogue catalogue, CatalogueOffer? offer) => new(
        catalogue.Version, catalogue.Issued, catalogue.IsSample, catalogue.Partners.Length, catalogue.Categories.Length, catalogue.Products.Length, catalogue.Model?.Version, catalogue.Model?.TrainedOn,
        offer is { Diagnostics.IsEmpty: false } ? DiagnosticBody.From(offer.Diagnostics) : null);

    private static string Word(CompatibilityVerdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string Kebab(CatalogueRefusal refusal) => refusal switch
    {
        CatalogueRefusal.SignatureMissing => "signature-missing",
        CatalogueRefusal.SignatureUnreadable => "signature-unreadable",
        CatalogueRefusal.KeyUnknown => "key-unknown",
        CatalogueRefusal.SignatureWrong => "signature-wrong",
        CatalogueRefusal.KeyOnlyForSamples => "key-only-for-samples",
        CatalogueRefusal.Older => "older",
        CatalogueRefusal.SameVersionOtherContent => "same-version",
        _ => "faulty",
    };
}
