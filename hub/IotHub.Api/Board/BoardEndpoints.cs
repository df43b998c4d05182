using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Board;

/// <summary>The panel of a simulated board: its lines and keys, and what touches them.</summary>
internal static class BoardEndpoints
{
    private const string HubPrefix = "iothub:";

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/board").WithTags("board");
        group.MapGet(string.Empty, (IServiceProvider services) => TypedResults.Ok(services.GetService<BoardBody>() ?? new BoardBody("off", 0, 0)))
            .WithName("getBoard").WithSummary("Whether wired devices are on a real board or on one without hardware");
        group.MapGet("/lines", IResult (IEnumerable<ISimulatedBoard> boards, LiveFeed feed) =>
                boards.FirstOrDefault() is { } board ? TypedResults.Ok(board.Lines.Select(Describer(feed)).ToArray()) : None())
            .WithName("listBoardLines").WithSummary("The lines of a simulated board").WithDescription("Only while Gpio:Driver is simulated and something is wired.")
            .Produces<BoardLineBody[]>().ProducesProblems(404);
        group.MapGet("/changes", Follow)
            .WithName("followBoard").WithSummary("The lines of a simulated board as server-sent events")
            .WithDescription("Begins with the event lines, all of them; then an event line for each change. After a follower fell behind, lines again.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesProblems(404, 503);
        group.MapPut("/lines/{line}", PullAsync)
            .WithName("pullBoardLine").WithSummary("Pulls a line of a simulated board up or down, or lets it go")
            .Accepts<PullBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415);
        group.MapPost("/lines/{line}:press", PressAsync)
            .WithName("pressBoardLine").WithSummary("Puts an input to its other level for a while; answers when it is over")
            .Accepts<PressBody>("application/json").Produces(204).ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapPost("/lines/{line}:bounce", BounceAsync)
            .WithName("bounceBoardLine").WithSummary("Puts an input to a level as a bad contact does; answers when it has settled")
            .Accepts<BounceBody>("application/json").Produces(204).ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        InputEndpoints.Map(group);
    }

    /// <summary>The answer where there is no simulated board.</summary>
    public static IResult None() => Problem.NotFound("board.real", "The hub drives a real board, or none: there are no simulated lines.");

    /// <summary>Runs a touch until it is over, or the hub stops.</summary>
    public static async Task<IResult> TouchAsync(string what, Func<CancellationToken, Task<bool>> touch, IHostApplicationLifetime lifetime, CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, aborted);
        try
        {
            return await touch(either.Token)
                ? TypedResults.NoContent()
                : Problem.Of(StatusCodes.Status409Conflict, "board.touched", "A finger is on it", $"{what} is being pressed or bounces; try again when that is over.");
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "hub.stopping", "The hub stops", $"{what} was let go early.");
        }
    }

    /// <summary>A number that was left out or lies within its bounds, or what to answer.</summary>
    public static IResult? Outside(string name, int? number, int minimum, int maximum) => number is { } given && (given < minimum || given > maximum)
        ? Problem.Of(StatusCodes.Status422UnprocessableEntity, "board.out-of-range", "It cannot be so", $"'{name}' is {given}; expected {minimum} to {maximum}.")
        : null;

    private static IResult Follow(IEnumerable<ISimulatedBoard> boards, BoardFeed board, LiveFeed feed, HttpContext context, IHostApplicationLifetime lifetime) =>
        boards.FirstOrDefault() is not { } simulated ? None()
        : board.TryAdmit() ? TypedResults.ServerSentEvents(board.FollowAsync(simulated, Describer(feed), lifetime.ApplicationStopping, context.RequestAborted))
        : Problem.Of(StatusCodes.Status503ServiceUnavailable, "board.full", "No more can follow now", $"{BoardFeed.FollowersMax} follow the board already. Try again later.");

    private static async Task<IResult> PullAsync(
        string line, HttpRequest request, IEnumerable<ISimulatedBoard> boards, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (boards.FirstOrDefault() is not { } board)
        {
            return None();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.PullBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? unreadable! : board.TryPull(line, body.Pull) ? TypedResults.NoContent() : Unknown(line);
    }

    private static async Task<IResult> PressAsync(
        string line, HttpRequest request, IEnumerable<ISimulatedBoard> boards, BoardHand hand, IOptions<ApiOptions> options, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (boards.FirstOrDefault() is not { } board)
        {
            return None();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.PressBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? unreadable!
            : (Outside("milliseconds", body.Milliseconds, 1, 10_000) ?? Outside("bounces", body.Bounces, 0, 50)) is { } wrong ? wrong
            : Find(board, line) is not { } found ? Unknown(line)
            : found.Output ? Driven(found)
            : await TouchAsync(
                found.Line, token => hand.PressAsync(board, found, TimeSpan.FromMilliseconds(body.Milliseconds ?? 200), body.Bounces ?? 0, token), lifetime, cancellationToken);
    }

    private static async Task<IResult> BounceAsync(
        string line, HttpRequest request, IEnumerable<ISimulatedBoard> boards, BoardHand hand, IOptions<ApiOptions> options, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (boards.FirstOrDefault() is not { } board)
        {
            return None();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.BounceBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? unreadable!
            : (Outside("bounces", body.Bounces, 1, 50) ?? Outside("milliseconds", body.Milliseconds, 1, 1_000)) is { } wrong ? wrong
            : Find(board, line) is not { } found ? Unknown(line)
            : found.Output ? Driven(found)
            : await TouchAsync(
                found.Line,
                token => hand.BounceAsync(board, found, body.Level ?? !found.Level, body.Bounces ?? 5, TimeSpan.FromMilliseconds(body.Milliseconds ?? 10), token),
                lifetime,
                cancellationToken);
    }

    private static BoardLineBody? Find(ISimulatedBoard board, string line) =>
        board.Lines.FirstOrDefault(one => one.Line == line || one.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture) == line);

    private static IResult Unknown(string line) => Problem.NotFound("line.unknown", $"The board has no line '{line}'.");

    private static IResult Driven(BoardLineBody line) => Problem.Of(
        StatusCodes.Status409Conflict, "line.output", "It is an output", $"{line.Line} is driven by {line.Consumer}; only what nobody drives can be pressed.");

    /// <summary>Adds the device of the home that holds a line.</summary>
    private static Func<BoardLineBody, BoardLineBody> Describer(LiveFeed feed) => line =>
        line.Consumer is { } consumer && consumer.StartsWith(HubPrefix, StringComparison.Ordinal) && DeviceOf(feed, consumer[HubPrefix.Length..]) is { } device
            ? line with { Device = device.Name, Label = device.Label }
            : line;

    /// <summary>The device of the home with this id; null where there is none.</summary>
    internal static IotHub.Devices.Registry.Device? DeviceOf(LiveFeed feed, string did) => feed.Home.Devices.Values.FirstOrDefault(view => view.Device.Did == did)?.Device;
}
