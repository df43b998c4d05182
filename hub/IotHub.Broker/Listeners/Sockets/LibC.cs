using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Broker.Listeners.Sockets;

/// <summary>The system calls of an event loop (Linux; man 7 epoll, 2 recv, 2 send, 2 accept4, 2 eventfd).</summary>
internal static unsafe partial class LibC
{
    public const int ReadyToRead = 0x001;
    public const int ReadyToWrite = 0x004;
    public const int Failed = 0x008 | 0x010;
    public const int Add = 1;
    public const int Delete = 2;
    public const int Modify = 3;
    public const int Again = 11;
    public const int Interrupted = 4;
    public const int TooManyFilesOfProcess = 24;
    public const int TooManyFilesOfSystem = 23;
    public const int ShutdownBoth = 2;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    /// <summary>An epoll_event has 12 bytes on x64, where it is packed, and 16 elsewhere.</summary>
    public static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventBytes - 8;

    public static SafeFileHandle CreateEpoll() => Checked(epoll_create1(CloseOnExec));

    public static SafeFileHandle CreateEvent() => Checked(eventfd(0, CloseOnExec | NonBlocking));

    /// <summary>Sets which events of a file are told, and by which number.</summary>
    public static bool Control(SafeFileHandle epoll, int operation, SafeHandle file, int events, long data)
    {
        var entry = stackalloc byte[16];
        *(int*)entry = events;
        *(long*)(entry + DataOffset) = data;
        return epoll_ctl(epoll, operation, file, entry) == 0;
    }

    /// <summary>Waits for events; -1 when a signal came.</summary>
    public static int Wait(SafeFileHandle epoll, byte* entries, int most, int milliseconds) => epoll_wait(epoll, entries, most, milliseconds);

    public static (int Events, long Data) EventAt(byte* entries, int index)
    {
        var entry = entries + (index * EventBytes);
        return (*(int*)entry, *(long*)(entry + DataOffset));
    }

    public static int Receive(SafeHandle socket, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            return (int)recv(socket, start, (nuint)into.Length, DontWait);
        }
    }

    public static int Send(SafeHandle socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return (int)send(socket, start, (nuint)bytes.Length, DontWait | NoSignal);
        }
    }

    /// <summary>Takes a connection off a listening socket; below 0 when there is none.</summary>
    /// <param name="listener">The listening socket.</param>
    /// <param name="address">Gets the peer's address.</param>
    /// <param name="length">Gets its length.</param>
    public static int Accept(SafeHandle listener, Span<byte> address, out int length)
    {
        length = address.Length;
        fixed (byte* start = address)
        fixed (int* size = &length)
        {
            return accept4(listener, start, size, NonBlocking | CloseOnExec);
        }
    }

    /// <summary>Sends small packets at once, and finds peers that are gone though nothing is said.</summary>
    public static void Prepare(SafeHandle socket)
    {
        var on = 1;
        _ = setsockopt(socket, 6, 1, &on, sizeof(int));
        _ = setsockopt(socket, 1, 9, &on, sizeof(int));
    }

    public static void Shutdown(SafeHandle socket) => _ = shutdown(socket, ShutdownBoth);

    /// <summary>Wakes who waits for an event file.</summary>
    public static void Signal(SafeFileHandle file)
    {
        var one = 1L;
        _ = write(file, &one, sizeof(long));
    }

    public static void Clear(SafeFileHandle file)
    {
        long count;
        _ = read(file, &count, sizeof(long));
    }

    public static int Close(nint file) => close((int)file);

    private static SafeFileHandle Checked(int file) =>
        file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new IOException($"The system gave no file for an event loop (error {Marshal.GetLastPInvokeError()}).");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(SafeFileHandle epoll, int operation, SafeHandle file, byte* entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(SafeFileHandle epoll, byte* entries, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeHandle socket, byte* into, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeHandle socket, byte* bytes, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int accept4(SafeHandle listener, byte* address, int* length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(SafeHandle socket, int level, int name, int* value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int shutdown(SafeHandle socket, int how);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeFileHandle file, long* from, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(SafeFileHandle file, long* into, nuint length);

    [LibraryImport("libc")]
    private static partial int close(int file);
}
