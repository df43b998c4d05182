using IotHub.Api.Live;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace IotHub.Api.History;

// A question about the past as it comes over HTTP, and what answers it: the same for the chart and for the file.
// Properties and FromServices, because the generator of request delegates looks no constructor up by a type with a question mark, and takes a service for a body.
internal sealed class SignalHistoryRequest
{
    [FromQuery(Name = "signal")]
    public string[]? Signals { get; init; }

    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to")]
    public DateTimeOffset? To { get; init; }

    [FromQuery(Name = "points")]
    public int? Points { get; init; }

    [FromServices]
    public required LiveFeed Feed { get; init; }

    [FromServices]
    public required ISignalHistory History { get; init; }

    [FromServices]
    public required IOptions<ApiOptions> Options { get; init; }
}
