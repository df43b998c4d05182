using System.Runtime.InteropServices;

namespace IotHub.Host.Running;

/// <summary>What the system says about its clock.</summary>
internal static partial class SystemClock
{
    // TIME_ERROR of adjtimex(2): nobody keeps the clock right.
    private const int NotSynchronised = 5;

    // Larger than struct timex on any machine; all zeros asks and changes nothing.
    private const int StructSizeMax = 512;

    /// <summary>
    /// Whether the clock is kept right from outside. Null where the system cannot say, and on a machine that took the time from a clock with a battery when
    /// it started.
    /// </summary>
    public static bool? IsSynchronised()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<byte> request = stackalloc byte[StructSizeMax];
        request.Clear();
        return AdjTimeX(ref MemoryMarshal.GetReference(request)) switch
        {
            < 0 => null,
            NotSynchronised => HasBattery() ? null : false,
            _ => true,
        };
    }

    private static bool HasBattery()
    {
        try
        {
            return Directory.Exists("/sys/class/rtc")
                && Directory.EnumerateDirectories("/sys/class/rtc").Any(clock => File.ReadAllText(Path.Combine(clock, "hctosys")).Trim() == "1");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjTimeX(ref byte request);
}
