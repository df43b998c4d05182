using IotHub.Api.Json;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Board;

/// <summary>The panel of a simulated board: its lines, and what pulls them.</summary>
internal static class BoardEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/board/lines").WithTags("board");
        group.MapGet(string.Empty, IResult (IEnumerable<ISimulatedBoard> boards) =>
                boards.FirstOrDefault() is { } board ? TypedResults.Ok(board.Lines.ToArray()) : None())
            .WithName("listBoardLines").WithSummary("The lines of a simulated board").WithDescription("Only while Gpio:Driver is simulated.")
            .Produces<BoardLineBody[]>().ProducesProblems(404);
        group.MapPut("/{line}", PullAsync)
            .WithName("pullBoardLine").WithSummary("Pulls a line of a simulated board up or down, or lets it go")
            .Accepts<PullBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415);
    }

    private static async Task<IResult> PullAsync(
        string line, HttpRequest request, IEnumerable<ISimulatedBoard> boards, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (boards.FirstOrDefault() is not { } board)
        {
            return None();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.PullBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? unreadable!
            : board.TryPull(line, body.Pull) ? TypedResults.NoContent()
            : Problem.NotFound("line.unknown", $"The board has no line '{line}'.");
    }

    private static IResult None() => Problem.NotFound("board.real", "The hub drives a real board, or none: there are no simulated lines.");
}
