using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Automation.Schedules;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.History;

/// <summary>What the home used.</summary>
internal static class EnergyEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/energy", QueryAsync)
            .WithName("getEnergy").WithTags("history").WithSummary("Energy and its cost, in parts that sum up to the total")
            .WithDescription("by is hour, day, week, month or year of the home's clock; from and to are widened to whole parts.")
            .Produces<EnergyBody>().ProducesProblems(400, 503);

    private static async Task<IResult> QueryAsync(
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? by,
        LiveFeed feed,
        ISignalHistory history,
        HomePlace place,
        EnergyBilling billing,
        [FromKeyedServices(ApiComposition.CoreClock)] TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var part = by ?? "day";
        if (!EnergyParts.Knows(part))
        {
            return Problem.BadRequest("energy.by", $"by is '{part}'; it must be hour, day, week, month or year.");
        }

        var now = clock.GetUtcNow();
        var parts = new EnergyParts(place.Zone);
        var end = to ?? now;
        var start = from ?? (end.Year > DateTimeOffset.UnixEpoch.Year ? parts.Before(part, end) : end);
        if (HistorySpans.Check("energy.span", start, end) is { } wrong)
        {
            return wrong;
        }

        if (parts.Cut(part, start, end) is not { } bounds)
        {
            return Problem.BadRequest("energy.parts", $"From {start:O} to {end:O} there are more than {EnergyParts.PartsMax} parts; ask for less, or for longer parts.");
        }

        try
        {
            var use = await history.EnergyAsync(new EnergyQuery(bounds, part == "hour", now), cancellationToken);
            return TypedResults.Ok(Body(part, bounds, use, feed, place, billing));
        }
        catch (StoreException exception)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "history.unavailable", "The history cannot be read", exception.Message);
        }
    }

    private static EnergyBody Body(string by, IReadOnlyList<DateTimeOffset> bounds, EnergyUse use, LiveFeed feed, HomePlace place, EnergyBilling billing)
    {
        var balance = EnergyBalance.Of(use, bounds.Count - 1, billing);
        return new EnergyBody(
            TimeZoneInfo.ConvertTime(bounds[0], place.Zone),
            TimeZoneInfo.ConvertTime(bounds[^1], place.Zone),
            by,
            place.Zone.Id,
            billing.PriceMillionths is null ? null : billing.Currency,
            use.CompleteFrom,
            [.. bounds.Take(bounds.Count - 1).Select(SignalHistoryText.Seconds)],
            SignalHistoryText.Seconds(bounds[^1]),
            [.. balance.Devices.Select(device => Body(device.Use, device.Sum, feed.Home))],
            billing.MainMeters.IsEmpty ? null : billing.MainMeters,
            balance.Other,
            balance.Other?.Energy.Any(part => part < 0) == true ? true : null,
            balance.Total);
    }

    private static DeviceEnergyBody Body(DeviceEnergy use, EnergySumBody sum, HomeProjection home)
    {
        var device = home.Devices.TryGetValue(use.Device, out var view) ? view.Device : null;
        return new DeviceEnergyBody(
            use.Device,
            device?.Label,
            device?.Room,
            use.IsCounted ? "counter" : "power",
            sum.Energy,
            sum.Total,
            sum.Cost,
            sum.TotalCost,
            use.Marks.IsEmpty
                ? null
                : [.. use.Marks.Select(mark => new EnergyMarkBody(mark.Column, SignalHistoryText.Of(mark.Kind), mark.Count, mark.Kind == CounterMarkKind.Gap ? (long)mark.Amount : null))]);
    }
}
