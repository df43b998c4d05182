using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Board;

/// <summary>Keys and encoders of a simulated board.</summary>
internal static class InputEndpoints
{
    private const string Key = "key";
    private const string Axis = "axis";
    private const int StepsMax = 100;

    public static void Map(IEndpointRouteBuilder board)
    {
        board.MapGet("/inputs", IResult (IEnumerable<ISimulatedBoard> boards, LiveFeed feed) => boards.FirstOrDefault() is { } simulated
                ? TypedResults.Ok(simulated.Controls.Select(control => BoardEndpoints.DeviceOf(feed, control.Did) is { } device ? control with { Device = device.Name, Label = device.Label } : control).ToArray())
                : BoardEndpoints.None())
            .WithName("listBoardInputs").WithSummary("Keys and encoders of a simulated board that the wiring uses").Produces<BoardControlBody[]>().ProducesProblems(404);
        board.MapPost("/inputs/{input}:press", PressAsync)
            .WithName("pressBoardKey").WithSummary("Presses a key of an input device; answers when it is let go")
            .Accepts<KeyPressBody>("application/json").Produces(204).ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        board.MapPost("/inputs/{input}:turn", TurnAsync)
            .WithName("turnBoardAxis").WithSummary("Turns a rotary encoder by some clicks")
            .Accepts<TurnBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 422);
    }

    private static async Task<IResult> PressAsync(
        string input, HttpRequest request, IEnumerable<ISimulatedBoard> boards, BoardHand hand, IOptions<ApiOptions> options, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (boards.FirstOrDefault() is not { } board)
        {
            return BoardEndpoints.None();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.KeyPressBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? unreadable!
            : BoardEndpoints.Outside("milliseconds", body.Milliseconds, 1, 10_000) is { } wrong ? wrong
            : Find(board, input, Key, body.Key) is not { } key ? Unknown(input, Key, body.Key)
            : await BoardEndpoints.TouchAsync($"{key.Name} of {input}", token => hand.PressKeyAsync(board, key, TimeSpan.FromMilliseconds(body.Milliseconds ?? 200), token), lifetime, cancellationToken);
    }

    private static async Task<IResult> TurnAsync(
        string input, HttpRequest request, IEnumerable<ISimulatedBoard> boards, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (boards.FirstOrDefault() is not { } board)
        {
            return BoardEndpoints.None();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.TurnBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.Steps is null or 0 or < -StepsMax or > StepsMax)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, "board.out-of-range", "It cannot be so", $"'steps' is {body.Steps?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; expected -{StepsMax} to {StepsMax}, and not 0.");
        }

        return Find(board, input, Axis, body.Axis) is { } axis && board.TryTurn(axis.Input, axis.Name, body.Steps.Value) ? TypedResults.NoContent() : Unknown(input, Axis, body.Axis);
    }

    /// <summary>What is named; where no name is given, the only one there is.</summary>
    private static BoardControlBody? Find(ISimulatedBoard board, string input, string kind, string? name)
    {
        var there = board.Controls.Where(control => control.Input == input && control.Kind == kind).DistinctBy(control => control.Name).ToList();
        return name is not null ? there.Find(control => control.Name == name) : there.Count == 1 ? there[0] : null;
    }

    private static IResult Unknown(string input, string kind, string? name) => Problem.NotFound(
        "input.unknown", name is null ? $"The wiring uses no input device '{input}' with exactly one {kind}." : $"The wiring uses no {kind} '{name}' of an input device '{input}'.");
}
