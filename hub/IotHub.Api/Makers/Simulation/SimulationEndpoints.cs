using IotHub.Api.Board;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Makers.Simulation;

/// <summary>The panel of simulated devices: what they say, and what a hand does to them.</summary>
internal static class SimulationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/simulation").WithTags("simulation");
        group.MapGet(string.Empty, IResult (IEnumerable<ISimulator> simulators, LiveFeed feed) => simulators.FirstOrDefault() is { } simulator ? TypedResults.Ok(Compose(simulator, feed)) : Off())
            .WithName("getSimulation").WithSummary("The simulated devices").WithDescription("Only with --demo, or while Makers:Simulator is on.")
            .Produces<SimulationBody>().ProducesProblems(404);
        group.MapPut("/pause", PauseAllAsync)
            .WithName("pauseSimulation").WithSummary("Has all simulated devices do nothing by themselves, or live again")
            .Accepts<SimulatedPauseBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 503);
        group.MapGet("/devices/{did}", LookAsync)
            .WithName("getSimulatedDevice").WithSummary("What a simulated device says of itself, and its last messages")
            .Produces<SimulatedDetailBody>().ProducesProblems(404, 503);
        group.MapPut("/devices/{did}/properties/{address}", (string did, string address, HttpRequest request, SimulatorDoor door, CancellationToken token) =>
                door.DoAsync(request, did, ApiJson.Default.SimulatedValueBody, body => new SimulatedHand.Set(address, body.Value), token))
            .WithName("setSimulatedProperty").WithSummary("Has a property of a simulated device take a value, as the device's own change")
            .Accepts<SimulatedValueBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 422, 503);
        group.MapPost("/devices/{did}/actions/{address}", (string did, string address, HttpRequest request, SimulatorDoor door, CancellationToken token) =>
                door.DoAsync(request, did, ApiJson.Default.SimulatedArgumentsBody, body => new SimulatedHand.Call(address, body.Arguments ?? SimulatorDoor.None), token))
            .WithName("callSimulatedAction").WithSummary("Has a simulated device do an action, as if a hand at it asked")
            .Accepts<SimulatedArgumentsBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 422, 503);
        group.MapPost("/devices/{did}/events/{address}", (string did, string address, HttpRequest request, SimulatorDoor door, CancellationToken token) =>
                door.DoAsync(request, did, ApiJson.Default.SimulatedArgumentsBody, body => new SimulatedHand.Fire(address, body.Arguments ?? SimulatorDoor.None), token))
            .WithName("fireSimulatedEvent").WithSummary("Has a simulated device send an event")
            .Accepts<SimulatedArgumentsBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 422, 503);
        group.MapPut("/devices/{did}/faults/{fault}", (string did, string fault, HttpRequest request, SimulatorDoor door, CancellationToken token) =>
                door.DoAsync(request, did, ApiJson.Default.SimulatedFaultChangeBody, body => new SimulatedHand.Break(fault, body.Value), token))
            .WithName("breakSimulatedDevice").WithSummary("Begins a fault of a simulated device, beside those it has")
            .Accepts<SimulatedFaultChangeBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 422, 503);
        group.MapDelete("/devices/{did}/faults/{fault}", (string did, string fault, SimulatorDoor door, CancellationToken token) => door.DoAsync(did, new SimulatedHand.Mend(fault), token))
            .WithName("mendSimulatedFault").WithSummary("Ends a fault of a simulated device").Produces(204).ProducesProblems(404, 422, 503);
        group.MapDelete("/devices/{did}/faults", (string did, SimulatorDoor door, CancellationToken token) => door.DoAsync(did, new SimulatedHand.Mend(null), token))
            .WithName("mendSimulatedDevice").WithSummary("Ends all faults of a simulated device").Produces(204).ProducesProblems(404, 503);
        group.MapPut("/devices/{did}/power", (string did, HttpRequest request, SimulatorDoor door, CancellationToken token) =>
                door.DoAsync(request, did, ApiJson.Default.SimulatedPowerBody, body => new SimulatedHand.Power(body.Plugged), token))
            .WithName("plugSimulatedDevice").WithSummary("Unplugs a simulated device without a goodbye, or plugs it in")
            .Accepts<SimulatedPowerBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 503);
        group.MapPut("/devices/{did}/pause", (string did, HttpRequest request, SimulatorDoor door, CancellationToken token) =>
                door.DoAsync(request, did, ApiJson.Default.SimulatedPauseBody, body => new SimulatedHand.Pause(body.Paused), token))
            .WithName("pauseSimulatedDevice").WithSummary("Has a simulated device do nothing by itself, or live again")
            .Accepts<SimulatedPauseBody>("application/json").Produces(204).ProducesProblems(400, 404, 413, 415, 503);
        AddingEndpoints.Map(group);
    }

    /// <summary>The answer where nothing is simulated.</summary>
    public static IResult Off() => Problem.NotFound("simulation.off", "No devices are simulated here. Start the hub with --demo, or with Makers:Simulator on.");

    /// <summary>The answer where there is no such device.</summary>
    public static IResult Unknown(string did) => Problem.NotFound("simulated.unknown", $"There is no simulated device '{did}'.");

    /// <summary>The answer where a device could not be reached in time.</summary>
    public static IResult Late(string did) => Problem.Of(
        StatusCodes.Status503ServiceUnavailable, "simulated.late", "It did not answer in time", $"{did} is busy, or has no link at present: what it says waits until it has one again.");

    private static SimulationBody Compose(ISimulator simulator, LiveFeed feed) =>
        new(simulator.IsDemo, simulator.IsPaused, simulator.DevicesMax, simulator.AddedMax, [.. simulator.Devices.Select(device => Named(device, feed))], simulator.Faults);

    private static SimulatedDeviceBody Named(SimulatedDeviceBody device, LiveFeed feed) =>
        BoardEndpoints.DeviceOf(feed, device.Did) is { } known ? device with { Device = known.Name, Label = known.Label } : device;

    private static async Task<IResult> LookAsync(string did, IEnumerable<ISimulator> simulators, LiveFeed feed, CancellationToken cancellationToken)
    {
        if (simulators.FirstOrDefault() is not { } simulator)
        {
            return Off();
        }

        try
        {
            return await simulator.LookAsync(did, cancellationToken) is { } detail ? TypedResults.Ok(detail with { Device = Named(detail.Device, feed) }) : Unknown(did);
        }
        catch (TimeoutException)
        {
            return Late(did);
        }
    }

    private static async Task<IResult> PauseAllAsync(HttpRequest request, IEnumerable<ISimulator> simulators, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (simulators.FirstOrDefault() is not { } simulator)
        {
            return Off();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.SimulatedPauseBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        try
        {
            await simulator.PauseAsync(body.Paused, cancellationToken);
            return TypedResults.NoContent();
        }
        catch (TimeoutException)
        {
            return Late("A device");
        }
    }
}
