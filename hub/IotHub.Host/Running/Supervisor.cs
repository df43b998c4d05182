using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace IotHub.Host.Running;

/// <summary>
/// The service manager that started the hub, such as systemd, told by datagrams to the socket that it named in the environment: <c>sd_notify(3)</c>,
/// <c>sd_watchdog_enabled(3)</c>. Without one nothing is told.
/// </summary>
internal sealed class Supervisor
{
    private readonly UnixDomainSocketEndPoint? _endpoint;

    /// <param name="variable">Reads a variable of the environment; null where it is not set.</param>
    /// <param name="processId">Id of this process: a watchdog may be meant for another.</param>
    public Supervisor(Func<string, string?> variable, int processId)
    {
        // A name that begins with '@' is in the abstract namespace, where it begins with 0.
        _endpoint = variable("NOTIFY_SOCKET") switch
        {
            ['@', .. var name] => new UnixDomainSocketEndPoint('\0' + name),
            ['/', ..] and var path => new UnixDomainSocketEndPoint(path),
            _ => null,
        };
        var isMeant = variable("WATCHDOG_PID") is not { Length: > 0 } pid || pid == processId.ToString(CultureInfo.InvariantCulture);
        if (_endpoint is not null && isMeant && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds is > 0 and <= 86_400_000_000)
        {
            Watchdog = TimeSpan.FromMicroseconds(microseconds);
        }
    }

    /// <summary>True where somebody listens.</summary>
    public bool IsThere => _endpoint is not null;

    /// <summary>Without a sign of life for so long the hub is killed and started again, up to a day; null where nobody watches.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Tells a state, such as <c>READY=1</c>.</summary>
    /// <returns>False where it could not be told.</returns>
    public bool Tell(string state)
    {
        if (_endpoint is null)
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            return socket.SendTo(Encoding.UTF8.GetBytes(state), _endpoint) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
