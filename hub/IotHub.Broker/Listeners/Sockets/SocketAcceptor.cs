using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IotHub.Broker.Listeners.Sockets;

/// <summary>Takes connections off a listening socket and gives them to the loops in turn.</summary>
internal sealed class SocketAcceptor : ISocketEvents, IDisposable
{
    /// <summary>How long nothing is accepted when the process has too many files.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly EventLoop[] _loops;
    private readonly MqttBroker _broker;
    private readonly ITimer _timer;
    private readonly byte[] _address = new byte[128];
    private readonly EndPoint _local;
    private long _number;
    private int _turn;
    private volatile bool _isDisposed;

    public SocketAcceptor(Socket socket, EventLoop[] loops, MqttBroker broker)
    {
        _socket = socket;
        _loops = loops;
        _broker = broker;
        _local = socket.LocalEndPoint!;
        _timer = broker.Time.CreateTimer(_ => loops[0].Post(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _number = loops[0].Add(socket.SafeHandle, this, LibC.ReadyToRead);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The connection ends what let it in.")]
    public void Ready(int events)
    {
        // A crowd at the door must not keep those inside waiting.
        for (var i = 0; i < 64 && !_isDisposed; i++)
        {
            var file = LibC.Accept(_socket.SafeHandle, _address, out var length);
            if (file < 0)
            {
                if (Marshal.GetLastPInvokeError() is LibC.TooManyFilesOfProcess or LibC.TooManyFilesOfSystem)
                {
                    _loops[0].Listen(_socket.SafeHandle, _number, LibC.ReadyToRead, 0);
                    _timer.Change(Pause, Timeout.InfiniteTimeSpan);
                }

                return;
            }

            var socket = new SocketFile(file);
            var remote = RemoteOf(_address.AsSpan(0, length));
            if (_broker.Listening.TryEnter(remote) is not { } admitted)
            {
                // Nothing was read and nothing is answered: a refusal must cost less than what it refuses.
                socket.Dispose();
                continue;
            }

            LibC.Prepare(socket);
            SocketConnection.Serve(socket, remote, _loops[_turn++ % _loops.Length], _broker, admitted.Dispose);
        }
    }

    /// <summary>Tries again after a pause.</summary>
    public void Posted()
    {
        if (!_isDisposed)
        {
            _loops[0].Listen(_socket.SafeHandle, _number, 0, LibC.ReadyToRead);
        }
    }

    public void Failed(Exception error)
    {
        // Closing the socket while the loop accepts is how listening ends.
        if (!_isDisposed)
        {
            _broker.LogFailure(error, "listener");
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
        _socket.Dispose();
        _loops[0].Remove(_number);
    }

    /// <summary>Reads a sockaddr: family in the byte order of the machine, port in that of the network.</summary>
    private EndPoint RemoteOf(ReadOnlySpan<byte> address)
    {
        if (_local is not IPEndPoint || address.Length < 8)
        {
            return _local;
        }

        var port = (address[2] << 8) | address[3];
        return BitConverter.ToUInt16(address) == 2
            ? new IPEndPoint(new IPAddress(address.Slice(4, 4)), port)
            : new IPEndPoint(new IPAddress(address.Slice(8, 16), BitConverter.ToUInt32(address[24..])), port);
    }
}
