using System.Collections.Immutable;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Contracts.Values;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Devices;

/// <summary>Past values, for charts.</summary>
internal static class HistoryEndpoints
{
    private const int PointsDefault = 300;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapDelete("/devices/{name}/history", EraseAsync)
            .WithName("eraseHistory").WithTags("devices").WithSummary("Erases all past values of a device, for good")
            .WithDescription("Of a device that was retired; of one that is part of the home only with confirm and its name. What is known of it now stays.")
            .Produces<ErasedBody>().ProducesProblems(404, 409, 503);
        api.MapGet("/devices/{name}/history", QueryAsync)
            .WithName("getHistory").WithTags("devices").WithSummary("Past values of one property, thinned to a number of points")
            .WithDescription("Without from and to: the last 24 hours. Columns as charts take them: times in Unix seconds, then values.")
            .Produces<HistoryBody>().ProducesProblems(400, 404, 503);
    }

    private static async Task<IResult> EraseAsync(string name, string? confirm, LiveFeed feed, IHistoryEraser eraser, CancellationToken cancellationToken)
    {
        var isHere = feed.Home.Devices.ContainsKey(name);
        if (isHere && confirm != name)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict,
                "history.confirm",
                "The history was not erased",
                $"'{name}' is part of the home. Say confirm={name} to erase its history all the same: it cannot be brought back.");
        }

        try
        {
            var erased = await eraser.EraseAsync(name, cancellationToken);
            return erased == 0 && !isHere ? DeviceEndpoints.Unknown(name) : TypedResults.Ok(new ErasedBody(name, erased));
        }
        catch (StoreException exception)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "history.unavailable", "The history cannot be erased", exception.Message);
        }
    }

    private static async Task<IResult> QueryAsync(
        string name,
        string? property,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int? points,
        LiveFeed feed,
        IHistory history,
        TimeProvider time,
        IOptions<ApiOptions> options,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(property))
        {
            return Problem.BadRequest("request.malformed", "property is missing: say which, as in ?property=light.brightness.");
        }

        // A device that has left keeps its history, so only the properties of those who are here can be checked.
        if (feed.Home.Devices.TryGetValue(name, out var view) && !view.Device.Contract.TryGetProperty(property, out _))
        {
            return Problem.NotFound("property.unknown", $"'{name}' has no property '{property}'.");
        }

        var end = to ?? time.GetUtcNow();
        var start = from ?? end.AddDays(-1);
        if (start >= end)
        {
            return Problem.BadRequest("history.span", $"from ({start:O}) must lie before to ({end:O}).");
        }

        var pointsMax = points ?? PointsDefault;
        if (pointsMax < 2 || pointsMax > options.Value.HistoryPointsMax)
        {
            return Problem.BadRequest("history.points", $"points is {pointsMax}; it must lie between 2 and {options.Value.HistoryPointsMax}.");
        }

        ImmutableArray<HistoryPoint> found;
        try
        {
            found = await history.QueryAsync(name, property, start, end, pointsMax, cancellationToken);
        }
        catch (StoreException exception)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "history.unavailable", "The history cannot be read", exception.Message);
        }

        if (view is null && found.IsEmpty)
        {
            return DeviceEndpoints.Unknown(name);
        }

        return TypedResults.Ok(new HistoryBody(
            name,
            property,
            start,
            end,
            [
                [.. found.Select(point => PropertyValue.FromNumber((point.At - DateTimeOffset.UnixEpoch).TotalSeconds))],
                [.. found.Select(point => point.Value)],
            ]));
    }
}
