using System.Collections.Immutable;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.History;

/// <summary>The past of several signals, for charts and for spreadsheets.</summary>
internal static class SignalHistoryEndpoints
{
    /// <summary>Signals of one question.</summary>
    public const int SignalsMax = 128;

    // Columns of all signals together: some 20 MB of answer.
    private const int CellsMax = 256_000;

    private const int PointsDefault = 300;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/history", QueryAsync)
            .WithName("getSignalHistory").WithTags("history").WithSummary("The past of several signals in columns of one length")
            .WithDescription("Without from and to: the last 24 hours. The resolution is picked by the number of points. Null is a gap.")
            .Produces<SignalHistoryBody>().ProducesProblems(400, 404, 503);
        api.MapGet("/history.csv", ExportAsync)
            .WithName("exportSignalHistory").WithTags("history").WithSummary("The same as a file for spreadsheets")
            .WithDescription("RFC 4180 in UTF-8, one line for each column, times in UTC; a gap is an empty field.")
            .Produces<string>(StatusCodes.Status200OK, SignalCsv.ContentType).ProducesProblems(400, 404, 503);
    }

    private static async Task<IResult> QueryAsync(
        [AsParameters] SignalHistoryRequest request, [FromKeyedServices(ApiComposition.CoreClock)] TimeProvider clock, CancellationToken cancellationToken)
    {
        var (query, answer, fault) = await AskAsync(request, clock.GetUtcNow(), cancellationToken);
        return fault ?? TypedResults.Ok(SignalHistoryText.Of(query!, answer!));
    }

    private static async Task<IResult> ExportAsync(
        [AsParameters] SignalHistoryRequest request, [FromKeyedServices(ApiComposition.CoreClock)] TimeProvider clock, CancellationToken cancellationToken)
    {
        var (query, answer, fault) = await AskAsync(request, clock.GetUtcNow(), cancellationToken);
        return fault ?? TypedResults.Stream(stream => SignalCsv.WriteAsync(query!, answer!, stream, cancellationToken), SignalCsv.ContentType, "history.csv");
    }

    private static async Task<(SignalQuery? Query, SignalHistory? Answer, IResult? Fault)> AskAsync(SignalHistoryRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var home = request.Feed.Home;
        var (query, fault) = Read(request, now);
        if (query is null || (fault = Check(query, home)) is not null)
        {
            return (null, null, fault);
        }

        try
        {
            var answer = await request.History.QueryAsync(query, cancellationToken);
            var missing = query.Signals.Where((one, index) => answer.Signals[index] is null && !home.Devices.ContainsKey(one.Device)).Select(one => (SignalAddress?)one).FirstOrDefault();
            return missing is { } unknown
                ? (null, null, Problem.NotFound("device.unknown", $"There is no device '{unknown.Device}', and nothing was kept of {unknown.Name} of one that had left."))
                : (query, SignalHistoryText.Complete(query, answer, home), null);
        }
        catch (StoreException exception)
        {
            return (null, null, Problem.Of(StatusCodes.Status503ServiceUnavailable, "history.unavailable", "The history cannot be read", exception.Message));
        }
    }

    private static (SignalQuery? Query, IResult? Fault) Read(SignalHistoryRequest request, DateTimeOffset now)
    {
        var signals = request.Signals;
        if (signals is null or [] || signals.Length > SignalsMax)
        {
            return (null, Problem.BadRequest("request.malformed", $"signal is there {signals?.Length ?? 0} times; it must be there 1 to {SignalsMax} times, as in ?signal=hall-lamp/light.on."));
        }

        var addresses = ImmutableArray.CreateBuilder<SignalAddress>(signals.Length);
        foreach (var text in signals)
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash <= 0 || slash == text.Length - 1)
            {
                return (null, Problem.BadRequest("request.malformed", $"signal '{text}' cannot be read; it must be a device, a slash and an address, as in hall-lamp/light.on."));
            }

            addresses.Add(new SignalAddress(text[..slash], text[(slash + 1)..]));
        }

        var end = request.To ?? now;
        var start = request.From ?? Earlier(end);
        if (HistorySpans.Check("history.span", start, end) is { } wrong)
        {
            return (null, wrong);
        }

        var pointsMax = request.Points ?? PointsDefault;
        var bound = request.Options.Value.HistoryPointsMax;
        return pointsMax < 2 || pointsMax > bound
            ? (null, Problem.BadRequest("history.points", $"points is {pointsMax}; it must lie between 2 and {bound}."))
            : (new SignalQuery(addresses.MoveToImmutable(), start, end, Math.Min(pointsMax, CellsMax / signals.Length), now), null);
    }

    private static DateTimeOffset Earlier(DateTimeOffset end) => end.UtcTicks > TimeSpan.TicksPerDay ? end.ToUniversalTime().AddDays(-1) : DateTimeOffset.MinValue;

    // A device that has left keeps its history, so only the signals of those who are here can be checked.
    private static IResult? Check(SignalQuery query, HomeProjection home)
    {
        foreach (var signal in query.Signals)
        {
            if (home.Devices.TryGetValue(signal.Device, out var view)
                && !view.Device.Contract.TryGetProperty(signal.Name, out _) && !view.Device.Contract.TryGetEvent(signal.Name, out _))
            {
                return Problem.NotFound("property.unknown", $"'{signal.Device}' has no property and no event '{signal.Name}'.");
            }
        }

        return null;
    }
}
