using IotHub.Api.Confirmation;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Automation.Sentences;
using IotHub.Devices.Registry;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consumables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Insights;

/// <summary>Filters, brushes, batteries: how long they last, and what to do then. Nothing of it leaves the hub.</summary>
internal static class ConsumableEndpoints
{
    private const int DaysMax = 365;

    public static void Map(IEndpointRouteBuilder insights)
    {
        insights.MapGet("/consumables", IResult (LiveFeed feed, IServiceProvider services, TimeProvider time) => services.GetService<IConsumableJournal>() is { } journal
                ? TypedResults.Ok(All(feed.Home, journal.Consumables, services.GetService<CatalogueShelf>()?.Current, time.GetUtcNow()).ToArray())
                : None())
            .WithName("listConsumables").WithSummary("What wears out in the home's devices, and how long it lasts; what is low first").Produces<ConsumableBody[]>().ProducesProblems(503);
        insights.MapPost("/consumables/{device}/{part}:replaced", ReplacedAsync)
            .WithName("replaceConsumable").WithSummary("A new part is in; the device is told where it can be").Accepts<ReplacedBody>("application/json")
            .Produces<ConsumableBody>().ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        insights.MapPost("/consumables/{device}/{part}:put-off", PutOffAsync)
            .WithName("putOffConsumable").WithSummary("No reminder for so many days").Accepts<PutOffBody>("application/json")
            .Produces<ConsumableBody>().ProducesProblems(400, 404, 413, 415, 422, 503);
    }

    private static async Task<IResult> ReplacedAsync(
        string device, string part, HttpRequest request, LiveFeed feed, Commander commander, IIdSource ids, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.ReplacedBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        return await WithPartAsync(device, part, feed, services, time, async (view, known, journal) =>
        {
            if (body.Reset is true && known.ResetAction is null)
            {
                return Problem.Of(StatusCodes.Status422UnprocessableEntity, "consumable.no-reset", "It cannot be told", $"'{device}' has no action that counts a new {part} from its start.");
            }

            var resets = body.Reset is not false && known.ResetAction is not null;
            if (resets)
            {
                var (command, refusal) = await commander.StartAsync(new CommandAsk(device, null, known.ResetAction, null, null, RequestClient.NonceOf(request.HttpContext)), ids.Next(), RequestClient.NameOf(request.HttpContext), null, cancellationToken);
                if (refusal?.Error.Confirm is { } confirm)
                {
                    return Problem.ConfirmRequired(confirm);
                }

                if (command is null || refusal is not null)
                {
                    return Problem.Of(
                        StatusCodes.Status409Conflict, refusal?.Error.Code ?? "hub.refused", "The device was not told",
                        $"{refusal?.Message} Nothing was changed. With 'reset' false the hub alone counts a new part.");
                }
            }

            return await journal.ReplacedAsync(view, part, resets, cancellationToken) ? null : Unknown(device, part);
        });
    }

    private static async Task<IResult> PutOffAsync(
        string device, string part, HttpRequest request, LiveFeed feed, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.PutOffBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        return body.Days is < 1 or > DaysMax
            ? Problem.Of(StatusCodes.Status422UnprocessableEntity, "consumable.days", "So long it cannot be put off", $"'days' is 1 to {DaysMax}.")
            : await WithPartAsync(device, part, feed, services, time, async (_, _, journal) =>
                await journal.PutOffAsync(device, part, time.GetUtcNow().AddDays(body.Days), cancellationToken) ? null : Unknown(device, part));
    }

    /// <summary>Does something with a part, and answers with the part as it is then.</summary>
    private static Task<IResult> WithPartAsync(
        string device, string part, LiveFeed feed, IServiceProvider services, TimeProvider time, Func<Device, ConsumablePart, IConsumableJournal, Task<IResult?>> work) =>
        StoreBoundary.AskAsync<IConsumableJournal>(services, None, "insights.unreadable", "It cannot be kept", async journal =>
    {
        if (!feed.Home.Devices.TryGetValue(device, out var view) || ConsumableParts.Of(view.Device.Contract).FirstOrDefault(one => one.Name == part) is not { } known
            || journal.Consumables.Find(device, part) is null)
        {
            return Unknown(device, part);
        }

        return await work(view.Device, known, journal)
            ?? (journal.Consumables.Find(device, part) is { } state
                ? TypedResults.Ok(Compose(view.Device, known, state, services.GetService<CatalogueShelf>()?.Current, time.GetUtcNow()))
                : Unknown(device, part));
    });

    private static IEnumerable<ConsumableBody> All(HomeProjection home, ConsumableMemory memory, ProductCatalogue? catalogue, DateTimeOffset now) => home.Devices.Values
        .SelectMany(view => ConsumableParts.Of(view.Device.Contract)
            .Where(part => memory.Find(view.Device.Name, part.Name) is not null)
            .Select(part => Compose(view.Device, part, memory.Find(view.Device.Name, part.Name)!, catalogue, now)))
        .OrderByDescending(body => body.Low).ThenBy(body => body.DaysLeft ?? double.MaxValue).ThenBy(body => body.Device, StringComparer.Ordinal).ThenBy(body => body.Part, StringComparer.Ordinal);

    private static ConsumableBody Compose(Device device, ConsumablePart part, ConsumableState state, ProductCatalogue? catalogue, DateTimeOffset now)
    {
        var offer = catalogue?.ConsumableOf(device.Contract.Type, part.Name);
        var forecast = ConsumableForecast.Of(state, part, now);
        var english = ConsumableReminder.For(state, part, device.Label, offer, SentenceLanguage.English, now);
        return new ConsumableBody(
            device.Name, device.Label, part.Name, offer?.Name.English ?? part.Name.Replace('-', ' '), offer?.Name.Chinese ?? part.Name,
            Rounded(state.Percent), state.Time?.Value, part.Time?.Unit.ToString().ToLowerInvariant(),
            Rounded(forecast.DaysLeft), Rounded(forecast.DaysLow), Rounded(forecast.DaysHigh), forecast.Basis.ToString().ToLowerInvariant(),
            state.IsLow,
            english is null ? null : new ReminderBody(english.Sentence, ConsumableReminder.For(state, part, device.Label, offer, SentenceLanguage.Chinese, now)!.Sentence),
            state.QuietUntil > now ? state.QuietUntil : null, state.ReplacedAt, offer?.Product, offer?.Link, part.ResetAction);
    }

    private static double? Rounded(double? number) => number is { } known ? Math.Round(known, 1) : null;

    private static IResult Unknown(string device, string part) => Problem.NotFound("consumable.unknown", $"'{device}' has no part '{part}' of which anything was heard.");

    private static IResult None() => Problem.Of(StatusCodes.Status503ServiceUnavailable, "insights.none", "Nothing is followed", "This hub does not follow what wears out.");
}
