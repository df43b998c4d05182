using System.Collections.Immutable;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Devices.Availability;
using IotHub.Devices.State;
using IotHub.Runtime;
using IotHub.Runtime.Replacement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Devices;

/// <summary>The devices of the home, and hardware that waits to become one.</summary>
internal static class DeviceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("devices");
        group.MapGet("/devices", IResult (LiveFeed feed, TimeProvider time) => TypedResults.Ok(feed.Home.Devices.Values.Select(view => Compose(view, time)).ToArray()))
            .WithName("listDevices").WithSummary("All devices, in order of names").Produces<DeviceBody[]>();
        group.MapGet("/devices/{name}", IResult (string name, LiveFeed feed, TimeProvider time) =>
                feed.Home.Devices.TryGetValue(name, out var view) ? TypedResults.Ok(Compose(view, time)) : Unknown(name))
            .WithName("getDevice").WithSummary("One device").Produces<DeviceBody>().ProducesProblems(404);
        group.MapPost("/devices", AdoptAsync)
            .WithName("adoptDevice").WithSummary("Makes found hardware part of the home").Accepts<AdoptBody>("application/json")
            .Produces<DeviceBody>(StatusCodes.Status201Created).ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapPatch("/devices/{name}", PatchAsync)
            .WithName("changeDevice").WithSummary("Changes label or room").Accepts<DevicePatchBody>("application/json")
            .Produces<DeviceBody>().ProducesProblems(400, 404, 413, 415, 422, 503);
        group.MapDelete("/devices/{name}", RetireAsync)
            .WithName("retireDevice").WithSummary("Takes a device out of the home; its history stays")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(404, 503);
        group.MapGet("/found", IResult (LiveFeed feed) => TypedResults.Ok(feed.Home.Found.Values.Select(Compose).ToArray()))
            .WithName("listFound").WithSummary("Hardware that is not part of the home yet").Produces<FoundBody[]>();
        group.MapGet("/devices/{name}/uses", IResult (string name, LiveFeed feed) =>
                feed.Home.Devices.ContainsKey(name) ? TypedResults.Ok(UsesOf(name, feed.Home)) : Unknown(name))
            .WithName("listDeviceUses").WithSummary("Automations and scenes that use a device").Produces<DeviceUseBody[]>().ProducesProblems(404);
        group.MapGet("/joining", IResult (IServiceProvider services) =>
                services.GetService<JoiningBody>() is { } joining ? TypedResults.Ok(joining) : Problem.NotFound("joining.unknown", "This hub does not tell how devices are brought to it."))
            .WithName("getJoining").WithSummary("Where devices connect, and whether they join by themselves").Produces<JoiningBody>().ProducesProblems(404);
    }

    public static IResult Unknown(string name) => Problem.NotFound("device.unknown", $"There is no device '{name}'.");

    private static async Task<IResult> AdoptAsync(HttpRequest request, Loop loop, TimeProvider time, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.AdoptBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        var (answer, home) = await loop.AskAsync(
            new HubInput.Adopt(body.Did, body.Name, body.Label, body.Room),
            (answer, home) => answer.Id is null || home.Devices.ContainsKey(answer.Id),
            cancellationToken);
        return answer is null ? Problem.LoopSilent()
            : !answer.Accepted ? Problem.From(answer)
            : answer.Id is { } name && home.Devices.TryGetValue(name, out var view) ? TypedResults.Created($"/api/v1/devices/{name}", Compose(view, time))
            : Problem.LoopSilent();
    }

    private static async Task<IResult> PatchAsync(
        string name, HttpRequest request, Loop loop, TimeProvider time, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.DevicePatchBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        var (answer, home) = await loop.AskAsync(
            new HubInput.ChangeDevice(name, body.Label, body.Room),
            (_, home) => !home.Devices.TryGetValue(name, out var view)
                || ((body.Label is null || view.Device.Label == body.Label) && (body.Room is null || view.Device.Room == body.Room)),
            cancellationToken);
        return answer is null ? Problem.LoopSilent()
            : !answer.Accepted ? Problem.From(answer)
            : home.Devices.TryGetValue(name, out var changed) ? TypedResults.Ok(Compose(changed, time))
            : Unknown(name);
    }

    private static async Task<IResult> RetireAsync(string name, Loop loop, CancellationToken cancellationToken)
    {
        var (answer, _) = await loop.AskAsync(new HubInput.Retire(name), (_, home) => !home.Devices.ContainsKey(name), cancellationToken);
        return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.NoContent() : Problem.From(answer);
    }

    private static DeviceUseBody[] UsesOf(string name, HomeProjection home)
    {
        var automations = home.Automations.Values.Select(entry => new WrittenDocument(false, entry.Id, entry.Text));
        var scenes = home.Scenes.Values.Select(entry => new WrittenDocument(true, entry.Id, entry.Text));
        return
        [
            .. DeviceUses.Of(automations.Concat(scenes), new ProjectedHome(home), name).Select(document => document.IsScene
                ? new DeviceUseBody("scene", document.Id, home.Scenes[document.Id].Name)
                : new DeviceUseBody("automation", document.Id, home.Automations[document.Id].Name)),
        ];
    }

    private static DeviceBody Compose(DeviceView view, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var interval = view.Liveness.Interval;
        var device = view.Device;
        var properties = ImmutableSortedDictionary.CreateBuilder<string, PropertyStateBody>(StringComparer.Ordinal);
        foreach (var property in device.Contract.Properties)
        {
            if (property.Index < view.States.Length && view.States[property.Index] is { Value.HasValue: true } state)
            {
                properties[property.Key] = new PropertyStateBody(
                    state.Value,
                    OriginText(state.Origin),
                    state.ChangedAt,
                    state.CauseId,
                    state.SeenAt,
                    Freshness.IsStale(state, property, interval, now));
            }
        }

        return new DeviceBody(
            device.Name,
            device.Label,
            device.Room,
            device.Contract.Kind,
            device.Contract.Type.Text,
            device.Did,
            device.Firmware,
            device.Maker,
            device.AdoptedAt,
            view.IsOnline,
            view.OnlineSince,
            AvailabilityText.Of(view.Liveness.Availability),
            view.Liveness.LastHeardAt,
            new ReportIntervalBody(interval.Length.TotalSeconds, AvailabilityText.Of(interval.Source)),
            properties.ToImmutable(),
            SnapshotWriter.Wanted(view),
            view.Liveness.Reason);
    }

    private static FoundBody Compose(FoundDevice found) => new(
        found.Did,
        found.Announce.Contract,
        found.IsKnownContract,
        found.Announce.Firmware,
        found.Announce.Maker,
        found.Announce.Label,
        found.Announce.Room,
        found.FirstSeenAt);

    private static string OriginText(ValueOrigin origin) => origin switch
    {
        ValueOrigin.Reported => "reported",
        ValueOrigin.Restored => "restored",
        _ => "assumed",
    };
}
