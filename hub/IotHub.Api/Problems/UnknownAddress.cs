using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace IotHub.Api.Problems;

/// <summary>Answers what no endpoint below <c>/api</c> takes: a mistyped address must not be answered with the app's page.</summary>
internal static class UnknownAddress
{
    private const string Pattern = "/api/{**rest}";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.Map(Pattern, (HttpContext context, EndpointDataSource endpoints) => Answer(context, endpoints)).ExcludeFromDescription();

    // Since this endpoint takes every method, routing never finds that only the method was wrong; it is found out here.
    private static IResult Answer(HttpContext context, EndpointDataSource endpoints)
    {
        var request = context.Request;
        string[] methods =
        [
            .. endpoints.Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.RoutePattern.RawText != Pattern && Matches(endpoint, request.Path))
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        if (methods.Length == 0)
        {
            return Problem.NotFound("api.unknown", $"There is no {request.Method} {request.Path}.");
        }

        var allowed = string.Join(", ", methods);
        context.Response.Headers.Allow = allowed;
        return Problem.Of(
            StatusCodes.Status405MethodNotAllowed, "api.method", "That cannot be done here", $"{request.Path} does not take {request.Method}, it takes {allowed}.");
    }

    private static bool Matches(RouteEndpoint endpoint, PathString path) =>
        endpoint.RoutePattern.RawText is { } text && text.StartsWith("/api/", StringComparison.Ordinal)
        && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);
}
