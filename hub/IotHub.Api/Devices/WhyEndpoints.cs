using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Api.Traces;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.Api.Devices;

/// <summary>Why devices are as they are, and what was asked of them.</summary>
internal static class WhyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/devices/{name}").WithTags("devices");
        group.MapGet("/properties/{property}/why", WhyAsync)
            .WithName("getWhy").WithSummary("Why a property has its value: the chain of causes of its last change")
            .WithDescription("With at: of the change that was in force then. A quarter of a second behind the home.")
            .Produces<WhyBody>().ProducesProblems(400, 404, 503);
        group.MapGet("/commands", CommandsAsync)
            .WithName("listDeviceCommands").WithSummary("Commands to a device and what became of them, newest first")
            .WithDescription("Within a span of time, where from or before is given.")
            .Produces<SentCommandBody[]>().ProducesProblems(400, 404, 503);
    }

    private static Task<IResult> WhyAsync(string name, string property, DateTimeOffset? at, LiveFeed feed, ITraces traces, CancellationToken cancellationToken) =>
        TraceQueries.AskAsync(
            () => traces.WhyAsync(name, property, at, cancellationToken),
            why => why is not null ? TypedResults.Ok(TraceWriter.Compose(why))
                : !feed.Home.Devices.TryGetValue(name, out var view) ? DeviceEndpoints.Unknown(name)
                : !view.Device.Contract.TryGetProperty(property, out _) ? Problem.NotFound("property.unknown", $"'{name}' has no property '{property}'.")
                : Problem.NotFound("value.unknown", $"No value of '{property}' is kept{(at is { } moment ? $" from {moment:O} or before" : string.Empty)}."));

    private static async Task<IResult> CommandsAsync(
        string name, DateTimeOffset? from, DateTimeOffset? before, int? limit, LiveFeed feed, ITraces traces, CancellationToken cancellationToken)
    {
        if ((TraceQueries.CheckLimit(limit) ?? TraceQueries.CheckSpan(from, before)) is { } refusal)
        {
            return refusal;
        }

        return await TraceQueries.AskAsync(
            () => traces.CommandsAsync(name, new TimeSpanFilter(from, before), limit ?? TraceQueries.LimitDefault, cancellationToken),
            found => found.IsEmpty && !feed.Home.Devices.ContainsKey(name) ? DeviceEndpoints.Unknown(name) : TypedResults.Ok(found.Select(TraceWriter.Compose).ToArray()));
    }
}
