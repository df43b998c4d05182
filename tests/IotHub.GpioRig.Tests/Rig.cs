using System.Globalization;
using IotHub.Testing;

// One board for all tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace IotHub.GpioRig.Tests;

/// <summary>
/// A Linux kernel with simulated chips, which <c>tests/gpio-rig</c> boots and runs these tests in. The kernel code under test is the real one; only the chips are
/// simulated, and the world outside moves them by files.
/// </summary>
internal static class Rig
{
    /// <summary>Why a test is left out where there is no such kernel.</summary>
    public const string Elsewhere = "needs the simulated chips of the rig: bash tests/gpio-rig";

    private const string Lines = "/run/gpio-vm/lines";

    /// <summary>True inside.</summary>
    public static bool IsHere { get; } = Environment.GetEnvironmentVariable("GPIO_VM") is not null && Directory.Exists(Lines);

    /// <summary>The published hub.</summary>
    public static string Hub => Environment.GetEnvironmentVariable("IOTHUB_RIG_HUB") ?? RepositoryRoot.Path("artifacts", "gpio-rig", "hub", "iothub.dll");

    /// <summary>The world outside pulls a line.</summary>
    public static void Pull(string line, bool isHigh) => File.WriteAllText(Path.Combine(Lines, line, "pull"), isHigh ? "pull-up" : "pull-down");

    /// <summary>The level of a line, seen from outside.</summary>
    public static bool LevelOf(string line) => File.ReadAllText(Path.Combine(Lines, line, "value")).Trim() == "1";

    /// <summary>Waits until a line has a level. The world outside has no notice of it, so it is looked at again and again, for ten seconds at most.</summary>
    /// <returns>True when it has.</returns>
    public static async Task<bool> ReachesAsync(string line, bool level)
    {
        for (var looks = 0; looks < 10_000; looks++)
        {
            if (LevelOf(line) == level)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return false;
    }

    /// <summary>Writes an attribute of a simulator.</summary>
    public static void Write(string path, string text) => File.WriteAllText(path, text);

    /// <summary>Notes what was measured; <c>tests/gpio-rig</c> prints it.</summary>
    public static void Note(string text)
    {
        if (Environment.GetEnvironmentVariable("IOTHUB_RIG_NOTES") is { } file)
        {
            File.AppendAllText(file, text + "\n");
        }
    }

    /// <summary>Median and 99th percentile, in microseconds.</summary>
    public static string Percentiles(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMicroseconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"p50 {sorted[sorted.Count / 2]:0} µs, p99 {sorted[sorted.Count * 99 / 100]:0} µs, largest {sorted[^1]:0} µs of {sorted.Count}");
    }
}
