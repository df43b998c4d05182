using System.Collections.Frozen;
using System.Net;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Access;

/// <summary>
/// Decides who may talk before anything else looks at the request. A browser that was lured to a foreign page must not reach the hub: neither
/// by a name that the attacker points at the hub's address (DNS rebinding), nor by a form or socket of a foreign page (CSRF).
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, IOptions<ApiOptions> options)
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private readonly FrozenSet<string> _hosts =
        ((IEnumerable<string>)["localhost", "hub.local", .. options.Value.HostNames]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        var request = context.Request;
        if (!IsHostAllowed(request.Host.Host))
        {
            return Problem.Of(
                StatusCodes.Status421MisdirectedRequest,
                "access.host",
                "The hub does not answer to this name",
                $"'{request.Host.Host}' is not one of the hub's names. Use its address, or add the name to Api:HostNames.").ExecuteAsync(context);
        }

        if (NeedsOwnOrigin(context) && !IsOwnOrigin(request))
        {
            return Problem.Of(
                StatusCodes.Status403Forbidden,
                "access.origin",
                "A foreign page may not do this",
                $"The request comes from a page of '{request.Headers.Origin}', which is not the hub.").ExecuteAsync(context);
        }

        return next(context);
    }

    // Safe verbs are left alone: they change nothing, and without CORS headers a foreign page cannot read the answer.
    private static bool NeedsOwnOrigin(HttpContext context)
    {
        var method = context.Request.Method;
        return !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) || context.Request.Headers.Upgrade.Count > 0;
    }

    // No Origin: not a browser, or a page of our own; every current browser sends it with unsafe verbs and upgrades.
    private static bool IsOwnOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"
                && string.Equals(uri.Authority, Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    // A Uri leaves out the default port of its scheme, and so must the other side.
    private static string? Authority(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var uri) ? uri.Authority : null;

    private bool IsHostAllowed(string host) => _hosts.Contains(host) || IPAddress.TryParse(host.Trim('[', ']'), out _);
}
