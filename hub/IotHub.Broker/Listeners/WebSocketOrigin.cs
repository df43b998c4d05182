using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace IotHub.Broker.Listeners;

/// <summary>Which web pages may open a WebSocket; browsers send where a page came from, and let any page try.</summary>
internal sealed class WebSocketOrigin(MqttWebSocketOptions options)
{
    private readonly FrozenSet<string> _hosts = options.HostNames.Append("localhost").ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly FrozenSet<string> _origins = options.AllowedOrigins.Select(origin => origin.TrimEnd('/')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether this request may open one.</summary>
    public bool IsAllowed(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0 || (origin.Count == 1 && (_origins.Contains(origin[0]!) || IsOwn(origin[0]!, request)));
    }

    private bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.Scheme is "http" or "https"
        && Uri.TryCreate($"{page.Scheme}://{request.Host.Value}", UriKind.Absolute, out var here)
        && string.Equals(page.Authority, here.Authority, StringComparison.OrdinalIgnoreCase)
        && (_hosts.Contains(here.Host) || IPAddress.TryParse(here.Host.Trim('[', ']'), out _));
}
