using System.Text;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Makers.Simulation;

/// <summary>Simulated devices that join, leave and come back.</summary>
internal static class AddingEndpoints
{
    private const int RoomCharsMax = 64;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/devices", AddAsync)
            .WithName("addSimulatedDevices").WithSummary("Puts simulated devices in, of a contract that the hub knows or of one that comes along")
            .Accepts<SimulatedAddBody>("application/json").Produces<SimulatedAddedBody>(StatusCodes.Status201Created).ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapDelete("/devices/{did}", RemoveAsync)
            .WithName("removeSimulatedDevice").WithSummary("Takes a simulated device away; it says goodbye").WithDescription("It stays part of the home, as offline, until it is retired there.")
            .Produces(204).ProducesProblems(404);
        group.MapPost("/devices/{did}:restore", async (string did, SimulatorDoor door, IEnumerable<ISimulator> simulators, CancellationToken token) =>
                simulators.FirstOrDefault() is { } simulator ? SimulatorDoor.Answer(await simulator.RestoreAsync(did, token)) : SimulationEndpoints.Off())
            .WithName("restoreSimulatedDevice").WithSummary("Puts a simulated device back that was taken away").Produces(204).ProducesProblems(404, 409, 503);
    }

    /// <summary>The contract that a body names or brings; or what to answer.</summary>
    public static (DeviceContract? Contract, IResult? Refusal) Find(string? name, string? document, LiveFeed feed, IEnumerable<IContractSource> sources)
    {
        if (name is null == document is null)
        {
            return (null, Problem.BadRequest("request.malformed", "Either 'contract' or 'document' is needed, and not both."));
        }

        if (name is not null)
        {
            var known = ContractEndpoints.Find(name, feed.Home, sources);
            return (known, known is null ? Problem.NotFound("contract.unknown", $"The hub has no contract and no kind '{name}'.") : null);
        }

        var read = ContractParser.Parse(Encoding.UTF8.GetBytes(document!), "document");
        return (read.Contract, read.Contract is not null ? null : Problem.Of(
            StatusCodes.Status422UnprocessableEntity,
            "contract.invalid",
            "The contract cannot be used",
            "The contract has faults; each is named with its place.",
            DiagnosticBody.From(read.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))));
    }

    private static async Task<IResult> AddAsync(
        HttpRequest request, IEnumerable<ISimulator> simulators, IEnumerable<IContractSource> sources, LiveFeed feed, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (simulators.FirstOrDefault() is not { } simulator)
        {
            return SimulationEndpoints.Off();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.SimulatedAddBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.Count is { } given && (given < 1 || given > simulator.AddedMax))
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "simulation.count", "It cannot be so", $"'count' is {given}; expected 1 to {simulator.AddedMax}.");
        }

        if (body.Room is { Length: 0 or > RoomCharsMax })
        {
            return Problem.Of(StatusCodes.Status422UnprocessableEntity, "simulation.room", "It cannot be so", $"'room' has {body.Room.Length} characters; expected 1 to {RoomCharsMax}.");
        }

        var (contract, refusal) = Find(body.Contract, body.Document, feed, sources);
        if (contract is null)
        {
            return refusal!;
        }

        if (body.Document is not null && simulator.Learn(contract) is { Code: not null } conflict)
        {
            return SimulatorDoor.Answer(conflict);
        }

        // A did that another device has would end that device's connection.
        var home = feed.Home;
        var taken = home.Devices.Values.Select(view => view.Device.Did).Concat(home.Found.Keys).ToHashSet(StringComparer.Ordinal);
        var (dids, answer) = await simulator.AddAsync(contract, body.Count ?? 1, body.Room, taken.Contains, cancellationToken);
        return answer.Code is null ? TypedResults.Created((string?)null, new SimulatedAddedBody(dids, contract.Type.Text)) : SimulatorDoor.Answer(answer);
    }

    private static async Task<IResult> RemoveAsync(string did, IEnumerable<ISimulator> simulators) =>
        simulators.FirstOrDefault() is not { } simulator ? SimulationEndpoints.Off() : await simulator.RemoveAsync(did) ? TypedResults.NoContent() : SimulationEndpoints.Unknown(did);
}
