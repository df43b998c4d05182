using System.Globalization;

namespace IotHub.Benchmarks.Outbox;

/// <summary>The most memory that was seen in use.</summary>
internal sealed class PeakMemory
{
    private long _managed;

    /// <summary>Looks; between looks nothing is seen.</summary>
    public void Look() => _managed = Math.Max(_managed, GC.GetTotalMemory(forceFullCollection: false));

    /// <summary>Managed heap at its highest, what is alive now, and the process's resident memory at its highest.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"managed heap peak {_managed / 1048576.0:F1} MiB (alive {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:F1}), resident peak {ResidentPeak() >> 20} MiB");

    // VmHWM: the highest that the system itself saw.
    private static long ResidentPeak() => File.Exists("/proc/self/status")
        ? long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10
        : System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64;
}
