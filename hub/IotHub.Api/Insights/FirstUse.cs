using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Insights;

/// <summary>Notices that a part of the hub was used for the first time. Costs a look into a table for each request, and nothing without the consent to usage.</summary>
internal sealed class FirstUse(TimeProvider time) : IEndpointFilter
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (result is IStatusCodeHttpResult { StatusCode: null or (>= 200 and < 300) }
            && http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } operation && Features.Of(operation) is { } feature
            && http.RequestServices.GetService<IUsageJournal>() is { } journal && journal.Consent.Allows(ConsentClass.Usage) && _told.TryAdd(feature, true))
        {
            try
            {
                await journal.RecordFirstAsync(
                    new UsageFact(UsageSchemas.FeatureFirstUsed, new JsonObject { ["feature"] = feature, ["surface"] = SurfaceOf(http.Request) }, time.GetUtcNow()), feature, http.RequestAborted);
            }
            catch (Exception fault) when (fault is StoreException or OperationCanceledException)
            {
                // The next use is as good.
                _told.TryRemove(feature, out _);
            }
        }

        return result;
    }

    // Browsers say of requests that a page of this hub made that it did.
    private static string SurfaceOf(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "same-origin" ? "app" : "api";
}
