using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IotHub.Api.Json;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Makers.Simulation;

/// <summary>The way of a request to a simulated device: read, done, answered.</summary>
internal sealed class SimulatorDoor(IEnumerable<ISimulator> simulators, IOptions<ApiOptions> options)
{
    public static IReadOnlyDictionary<string, JsonElement> None { get; } = new Dictionary<string, JsonElement>();

    /// <summary>Does what a body asks for.</summary>
    public async Task<IResult> DoAsync<T>(HttpRequest request, string did, JsonTypeInfo<T> type, Func<T, SimulatedHand> hand, CancellationToken cancellationToken)
        where T : class
    {
        if (!simulators.Any())
        {
            return SimulationEndpoints.Off();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, type, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? unreadable! : await DoAsync(did, hand(body), cancellationToken);
    }

    /// <summary>Does something.</summary>
    public async Task<IResult> DoAsync(string did, SimulatedHand hand, CancellationToken cancellationToken)
    {
        if (simulators.FirstOrDefault() is not { } simulator)
        {
            return SimulationEndpoints.Off();
        }

        try
        {
            return Answer(await simulator.DoAsync(did, hand, cancellationToken));
        }
        catch (TimeoutException)
        {
            return SimulationEndpoints.Late(did);
        }
    }

    /// <summary>What was not done, as a problem.</summary>
    public static IResult Answer(SimulatorAnswer answer) => answer.Code switch
    {
        null => TypedResults.NoContent(),
        _ when answer.Code.EndsWith(".unknown", StringComparison.Ordinal) => Problem.NotFound(answer.Code, answer.Reason),
        "contract.exists" or "simulation.full" => Problem.Of(StatusCodes.Status409Conflict, answer.Code, "It does not fit how things stand", answer.Reason),
        "simulated.not-joined" => Problem.Of(StatusCodes.Status503ServiceUnavailable, answer.Code, "It did not get online", answer.Reason),
        _ => Problem.Of(StatusCodes.Status422UnprocessableEntity, answer.Code, "It cannot be so", answer.Reason),
    };
}
