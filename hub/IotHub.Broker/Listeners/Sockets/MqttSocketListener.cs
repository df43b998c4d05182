using System.Net;
using System.Net.Sockets;

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
    private bool _isDisposed;

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
    /// <exception cref="IOException">The address cannot be had; it is named, and the system's reason is the inner exception.</exception>
    public EndPoint Listen(EndPoint endpoint)
    {
        Socket socket;
        try
        {
            socket = UnixSocketFile.Bind(endpoint);
        }
        catch (SocketException error)
        {
            throw new IOException($"Failed to bind to address {endpoint}: {error.Message}", error);
        }

        socket.Listen(4096);
        socket.Blocking = false;
        _acceptors.Add(new SocketAcceptor(socket, _loops, _broker));
        return socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
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
