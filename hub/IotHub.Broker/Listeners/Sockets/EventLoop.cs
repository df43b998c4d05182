using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Broker.Listeners.Sockets;

/// <summary>
/// One thread that serves many sockets: waits until some are ready, reads each into a buffer that all share, lets the protocol handle what
/// came, and sends what all of it led to at the end, once for each receiver. A connection stays on its loop, so that what one client says is
/// handled in order.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int EventsMax = 512;

    /// <summary>How much is read from a socket at once.</summary>
    private const int ReadBytes = 64 * 1024;

    private readonly SafeFileHandle _epoll = LibC.CreateEpoll();
    private readonly SafeFileHandle _wake = LibC.CreateEvent();
    private readonly ConcurrentQueue<ISocketEvents> _posted = new();
    private readonly List<ConnectionOutput> _dirty = [];
    private readonly Lock _lock = new();

    /// <summary>By place; the first is never used.</summary>
    private readonly List<(ISocketEvents? Socket, int Turn)> _sockets = [(null, 0)];
    private readonly Stack<int> _free = new();
    private readonly Thread _thread;
    private readonly byte[] _buffer;
    private volatile bool _stopping;
    private int _isAwake;

    /// <summary>Makes a loop; <see cref="Start"/> it.</summary>
    /// <param name="name">Name of its thread.</param>
    /// <param name="heldBytesMax">Most bytes of an incomplete packet that are put before what is read.</param>
    public EventLoop(string name, int heldBytesMax)
    {
        _buffer = GC.AllocateUninitializedArray<byte>(heldBytesMax + ReadBytes, pinned: true);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        LibC.Control(_epoll, LibC.Add, _wake, LibC.ReadyToRead, 0);
    }

    /// <summary>Room for reading, of the loop's thread.</summary>
    public Span<byte> Buffer => _buffer;

    /// <summary>Outputs to flush at the end of this round; of the loop's thread.</summary>
    public List<ConnectionOutput> Dirty => _dirty;

    public void Start() => _thread.Start();

    /// <summary>Serves a socket from now on.</summary>
    /// <returns>Its number, for <see cref="Listen"/> and <see cref="Remove"/>; 0 when the system refuses.</returns>
    public long Add(SafeHandle file, ISocketEvents socket, int events)
    {
        long number;
        lock (_lock)
        {
            if (!_free.TryPop(out var place))
            {
                place = _sockets.Count;
                _sockets.Add((null, 0));
            }

            // An event of who had the place before, still on its way, must not reach who has it now.
            var turn = _sockets[place].Turn + 1;
            _sockets[place] = (socket, turn);
            number = ((long)turn << 32) | (uint)place;
        }

        if (LibC.Control(_epoll, LibC.Add, file, events, number))
        {
            return number;
        }

        Remove(number);
        return 0;
    }

    /// <summary>Changes which events of a socket are told; none takes it out of what is waited for.</summary>
    public void Listen(SafeHandle file, long number, int before, int events) =>
        LibC.Control(_epoll, events == 0 ? LibC.Delete : before == 0 ? LibC.Add : LibC.Modify, file, events, number);

    /// <summary>Forgets a socket that was closed; 0 is none.</summary>
    public void Remove(long number)
    {
        if (number == 0)
        {
            return;
        }

        lock (_lock)
        {
            var place = (int)number;
            _sockets[place] = (null, _sockets[place].Turn);
            _free.Push(place);
        }
    }

    /// <summary>Has <see cref="ISocketEvents.Posted"/> called on the loop's thread.</summary>
    public void Post(ISocketEvents socket)
    {
        _posted.Enqueue(socket);
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            LibC.Signal(_wake);
        }
    }

    /// <summary>Ends the thread; sockets must have ended before.</summary>
    public void Dispose()
    {
        _stopping = true;
        LibC.Signal(_wake);
        if (_thread.IsAlive && _thread != Thread.CurrentThread)
        {
            _thread.Join();
        }

        _wake.Dispose();
        _epoll.Dispose();
    }

    private void Run()
    {
        var entries = stackalloc byte[EventsMax * 16];
        while (!_stopping)
        {
            var count = LibC.Wait(_epoll, entries, EventsMax, -1);
            for (var i = 0; i < count; i++)
            {
                var (events, number) = LibC.EventAt(entries, i);
                if (number == 0)
                {
                    LibC.Clear(_wake);
                }
                else
                {
                    Handle(Find(number), events);
                }
            }

            Volatile.Write(ref _isAwake, 0);
            Interlocked.MemoryBarrier();
            while (_posted.TryDequeue(out var socket))
            {
                Handle(socket, 0);
            }

            Router.Flush(_dirty);
        }
    }

    private ISocketEvents? Find(long number)
    {
        lock (_lock)
        {
            var (socket, turn) = _sockets[(int)number];
            return turn == number >> 32 ? socket : null;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Boundary of one connection: what fails there must not end the others.")]
    private static void Handle(ISocketEvents? socket, int events)
    {
        try
        {
            if (events == 0)
            {
                socket!.Posted();
            }
            else
            {
                socket?.Ready(events);
            }
        }
        catch (Exception error)
        {
            socket!.Failed(error);
        }
    }
}

/// <summary>What a loop tells a socket it serves, on the loop's thread.</summary>
internal interface ISocketEvents
{
    /// <summary>The socket can be read or written, or has failed.</summary>
    void Ready(int events);

    /// <summary>Somebody has posted it.</summary>
    void Posted();

    /// <summary>Handling an event has failed.</summary>
    void Failed(Exception error);
}
