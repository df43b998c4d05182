using System.Globalization;

namespace IotHub.Uplink;

/// <summary>A host with a port.</summary>
/// <param name="Host">Name or address, without brackets.</param>
/// <param name="Port">1 to 65,535.</param>
internal sealed record HostPort(string Host, int Port)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c> or <c>[address]:port</c>.</summary>
    public static bool TryParse(string text, int usualPort, out HostPort hostPort)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && (text.IndexOf(':', StringComparison.Ordinal) == colon || text[colon - 1] == ']');
        var host = (hasPort ? text[..colon] : text).Trim('[', ']');
        var port = usualPort;
        var isPort = !hasPort || (int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65_535);
        hostPort = new HostPort(host, port);
        return isPort && Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }
}
