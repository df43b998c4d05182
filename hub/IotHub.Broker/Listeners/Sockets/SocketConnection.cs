using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.InteropServices;
using IotHub.Broker.Connections;
using IotHub.Mqtt.Codec;

namespace IotHub.Broker.Listeners.Sockets;

/// <summary>One client's socket on an event loop. While nothing is under way it holds no buffer.</summary>
internal sealed class SocketConnection : OutputTransport, ISocketEvents
{
    /// <summary>Incomplete packets up to this size are put before what is read next; larger ones are read into their own room.</summary>
    public const int HeldBytesMax = 16 * 1024;

    private readonly SocketFile _socket;
    private readonly EventLoop _loop;
    private readonly MqttBroker _broker;
    private readonly Lock _lock = new();
    private readonly ClientConnection _connection;
    private byte[] _held = [];
    private int _heldLength;
    private long _number;
    private int _events = LibC.ReadyToRead;
    private volatile bool _isDone;
    private bool _isPaused;
    private bool _hasEnded;
    private bool _isClosed;

    private SocketConnection(SocketFile socket, EndPoint? remote, EventLoop loop, MqttBroker broker)
    {
        _socket = socket;
        _loop = loop;
        _broker = broker;
        _connection = broker.Open(this, remote);
        _connection.Closing = () => _loop.Post(this);
    }

    /// <summary>Completes when the connection is over and its socket closed.</summary>
    public event Action? Ended;

    /// <summary>Serves a socket that was accepted.</summary>
    public static void Serve(SocketFile socket, EndPoint? remote, EventLoop loop, MqttBroker broker, Action? ended)
    {
        var connection = new SocketConnection(socket, remote, loop, broker);
        connection.Ended += ended;
        lock (connection._lock)
        {
            connection._number = loop.Add(socket, connection, connection._events);
        }

        if (connection._number == 0)
        {
            connection.End();
        }
    }

    public override SendState Send(ReadOnlySpan<byte> bytes, out int taken)
    {
        taken = 0;
        if (bytes.IsEmpty)
        {
            return SendState.Taken;
        }

        try
        {
            var sent = LibC.Send(_socket, bytes);
            if (sent >= 0)
            {
                taken = sent;
                return sent == bytes.Length ? SendState.Taken : SendState.Busy;
            }

            return Marshal.GetLastPInvokeError() is LibC.Again or LibC.Interrupted ? SendState.Busy : SendState.Lost;
        }
        catch (ObjectDisposedException)
        {
            return SendState.Lost;
        }
    }

    public override void CallWhenReady() => Listen(LibC.ReadyToWrite, add: true);

    public override void Complete()
    {
        // The end of the connection closes the socket.
    }

    public override void Abort() => _loop.Post(this);

    public void Ready(int events)
    {
        if ((events & LibC.ReadyToWrite) != 0)
        {
            Listen(LibC.ReadyToWrite, add: false);
            Output!.Ready();
        }

        if ((events & (LibC.ReadyToRead | LibC.Failed)) != 0 && !_isPaused && !_hasEnded)
        {
            Read();
        }
        else if ((events & LibC.Failed) != 0)
        {
            // It can be neither read nor written any more.
            Output!.Abort();
            _connection.Close(null);
        }
    }

    /// <summary>The connection closes, or what it waited for is done.</summary>
    public void Posted()
    {
        if (_isPaused && !_isDone)
        {
            // What is under way is waited for; closing has told it to end.
            return;
        }

        var wasPaused = _isPaused;
        _isPaused = false;
        if (_connection.IsClosing)
        {
            End();
        }
        else if (wasPaused)
        {
            Listen(LibC.ReadyToRead, add: true);
            TakeHeld();
        }
    }

    public void Failed(Exception error)
    {
        _broker.LogFailure(error, _connection.Name);
        Output!.Abort();
        _connection.Close(null);
    }

    private void Read()
    {
        // A client that sends without end must let the others have their turn.
        for (var round = 0; round < 4 && !_hasEnded && !_isPaused; round++)
        {
            var packet = PacketLength();
            var isLarge = packet > HeldBytesMax;
            var room = isLarge ? RoomFor(packet) : _loop.Buffer;
            var held = isLarge ? 0 : _heldLength;
            _held.AsSpan(0, held).CopyTo(room);
            var count = LibC.Receive(_socket, room[held..]);
            if (count <= 0)
            {
                if (count == 0 || Marshal.GetLastPInvokeError() is not (LibC.Again or LibC.Interrupted))
                {
                    End();
                }

                return;
            }

            if (isLarge)
            {
                _heldLength += count;
                if (_heldLength == packet)
                {
                    TakeHeld();
                }
            }
            else
            {
                _heldLength = 0;
                Take(room[..(held + count)]);
                if (held + count < room.Length)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Length of the packet whose beginning is held; 0 when nothing is, or too little to tell.</summary>
    private int PacketLength() =>
        _heldLength > 0 && MqttDecoder.TryReadHeader(_held.AsSpan(0, _heldLength), _connection.PacketBytesMax, out var header, out _) == DecodeStatus.Packet
            ? header.PacketLength
            : 0;

    /// <summary>Room for the rest of a large packet; no more than twice what has come, so that announcing much costs nothing.</summary>
    private Span<byte> RoomFor(int packet)
    {
        if (_held.Length == _heldLength)
        {
            Grow(Math.Min(packet, Math.Max(2 * _heldLength, HeldBytesMax)));
        }

        return _held.AsSpan(_heldLength, Math.Min(_held.Length, packet) - _heldLength);
    }

    private void TakeHeld()
    {
        var held = _held;
        var length = _heldLength;
        _held = [];
        _heldLength = 0;
        if (length > 0)
        {
            Take(held.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(held);
        }
        else
        {
            Give(held);
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var taken = _connection.Receive(bytes, _loop.Dirty, out var pending);
        if (_connection.IsClosing)
        {
            End();
            return;
        }

        Hold(bytes[taken..]);
        if (!pending.IsCompletedSuccessfully)
        {
            _isPaused = true;
            _isDone = false;
            Listen(LibC.ReadyToRead, add: false);
            _ = GoOnAfterAsync(pending);
        }
    }

    private void Hold(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            Give(_held);
            _held = [];
            _heldLength = 0;
            return;
        }

        if (_held.Length < rest.Length)
        {
            Grow(rest.Length);
        }

        rest.CopyTo(_held);
        _heldLength = rest.Length;
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        _held.AsSpan(0, _heldLength).CopyTo(larger);
        Give(_held);
        _held = larger;
    }

    private static void Give(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Boundary of one connection: what fails there ends it and must not leave it waiting for ever.")]
    private async Task GoOnAfterAsync(ValueTask pending)
    {
        try
        {
            await pending;
        }
        catch (OperationCanceledException)
        {
            // The connection ends.
        }
        catch (Exception error)
        {
            Failed(error);
        }

        _isDone = true;
        _loop.Post(this);
    }

    /// <summary>Changes what is waited for. A socket for which nothing is waited leaves the loop: it would be told of a lost peer again and again.</summary>
    private void Listen(int events, bool add)
    {
        lock (_lock)
        {
            var wanted = add ? _events | events : _events & ~events;
            if (wanted != _events && !_isClosed)
            {
                _loop.Listen(_socket, _number, _events, wanted);
                _events = wanted;
            }
        }
    }

    private void End()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        Listen(LibC.ReadyToRead, add: false);
        _ = EndAsync();
    }

    private async Task EndAsync()
    {
        try
        {
            await _broker.CloseAsync(_connection);
        }
        finally
        {
            lock (_lock)
            {
                _isClosed = true;
            }

            LibC.Shutdown(_socket);
            _socket.Dispose();
            _loop.Remove(_number);
            Ended?.Invoke();
        }
    }
}
