using System.Collections.Immutable;
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
            var (use, columns) = await ReadAsync(part, bounds, parts, history, billing, now, cancellationToken);
            return TypedResults.Ok(Body(part, bounds, use.CompleteFrom, EnergyBalance.Of(use, bounds.Length - 1, billing, columns), feed, place, billing));
        }
        catch (StoreException exception)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "history.unavailable", "The history cannot be read", exception.Message);
        }
    }

    // With a main meter everything is settled by days; without one the store sums up longer parts itself.
    private static async Task<(EnergyUse Use, EnergyColumns? Columns)> ReadAsync(
        string by, ImmutableArray<DateTimeOffset> bounds, EnergyParts parts, ISignalHistory history, EnergyBilling billing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (billing.MainMeters.IsEmpty || by == "day")
        {
            return (await history.EnergyAsync(new EnergyQuery(bounds, by == "hour", now), cancellationToken), null);
        }

        var days = parts.Days(bounds[0], bounds[^1]);
        var use = await history.EnergyAsync(new EnergyQuery(days, false, now), cancellationToken);
        return by == "hour"
            ? (await history.EnergyAsync(new EnergyQuery(bounds, true, now), cancellationToken), EnergyColumns.OfHours(bounds, days, use, billing))
            : (use, EnergyColumns.OfDays(days, bounds));
    }

    private static EnergyBody Body(string by, ImmutableArray<DateTimeOffset> bounds, DateTimeOffset? completeFrom, EnergyBalance balance, LiveFeed feed, HomePlace place, EnergyBilling billing)
    {
        return new EnergyBody(
            TimeZoneInfo.ConvertTime(bounds[0], place.Zone),
            TimeZoneInfo.ConvertTime(bounds[^1], place.Zone),
            by,
            place.Zone.Id,
            billing.PriceMillionths is null ? null : billing.Currency,
            completeFrom,
            [.. bounds.Take(bounds.Length - 1).Select(SignalHistoryText.Seconds)],
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
