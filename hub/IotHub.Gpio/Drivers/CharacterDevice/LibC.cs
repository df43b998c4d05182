using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IotHub.Gpio.Drivers.CharacterDevice;

/// <summary>What is needed of the C library on Linux. Numbers are those of x86-64, arm and arm64.</summary>
internal static unsafe partial class LibC
{
    public const int ReadWrite = 2;
    public const int ReadOnly = 0;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int SetFlags = 4;

    public const short PollIn = 1;
    public const short PollError = 8;
    public const short PollHangUp = 16;
    public const short PollInvalid = 32;

    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoSuchAddress = 6;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;
    public const int Invalid = 22;

    /// <summary>The number of the last error of a call on this thread.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>The last error in words.</summary>
    public static string LastErrorText => Marshal.GetLastPInvokeErrorMessage();

    /// <summary>Opens a file; the handle is invalid when that failed.</summary>
    public static SafeFileHandle Open(string path, int flags) => new(open(path, flags | CloseOnExec), ownsHandle: true);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ioctl(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint read(SafeFileHandle file, void* buffer, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint write(SafeFileHandle file, void* buffer, nuint bytes);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int fcntl(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int poll(PolledFile* files, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PolledFile
    {
        public int File;
        public short Wanted;
        public short Found;
    }
}
