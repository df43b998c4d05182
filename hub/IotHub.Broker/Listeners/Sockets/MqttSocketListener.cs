using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IotHub.Broker.Listeners.Sockets;

/// <summary>
/// Serves MQTT over TCP and Unix domain sockets on event loops of its own: the fastest way in, on Linux only. Elsewhere, and for TLS and
/// WebSocket, Kestrel's endpoints do the same (<see cref="KestrelMqttExtensions"/>); all share the broker's bounds.
/// </summary>
public sealed class MqttSocketListener : IAsyncDisposable
{
    private readonly MqttBroker _broker;
    private readonly EventLoop[] _loops;
    private readonly List<SocketAcceptor> _acceptors = [];

    /// <summary>Makes the loops; nothing is served yet.</summary>
    /// <param name="broker">The broker; it must be stopped before this is disposed.</param>
    /// <param name="loops">Threads that serve; null for half as many as the machine has cores, at least one.</param>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    /// <exception cref="IOException">The system gives no more files.</exception>
    public MqttSocketListener(MqttBroker broker, int? loops = null)
    {
        if (!IsSupported)
        {
            throw new PlatformNotSupportedException("Event loops need Linux.");
        }

        _broker = broker;
        var count = loops ?? Math.Max(1, Environment.ProcessorCount / 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(loops));
        _loops = [.. Enumerable.Range(1, count).Select(number => new EventLoop($"mqtt {number}", SocketConnection.HeldBytesMax))];
        foreach (var loop in _loops)
        {
            loop.Start();
        }
    }

    /// <summary>Whether this machine has what the loops need.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>Listens on an address.</summary>
    /// <param name="endpoint">Address and port (0 takes a free one), or the path of a Unix domain socket.</param>
    /// <returns>Where it listens.</returns>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    public EndPoint Listen(EndPoint endpoint)
    {
        Socket socket;
        if (endpoint is UnixDomainSocketEndPoint)
        {
            socket = UnixSocketFile.Bind(endpoint);
        }
        else
        {
            socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endpoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(endpoint);
        }

        socket.Listen(4096);
        socket.Blocking = false;
        _acceptors.Add(new SocketAcceptor(socket, _loops, _broker));
        return socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var acceptor in _acceptors)
        {
            acceptor.Dispose();
        }

        await _broker.StopAsync(CancellationToken.None);
        foreach (var loop in _loops)
        {
            loop.Dispose();
        }
    }
}
