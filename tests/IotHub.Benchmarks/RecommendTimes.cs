using System.Globalization;
using IotHub.Benchmarks.Operations;

namespace IotHub.Benchmarks;

/// <summary>How long a list for a home of fifty devices takes. Printed, not asserted: the machine may be busy.</summary>
internal static class RecommendTimes
{
    private const int WarmUps = 500;
    private const int Rounds = 5_000;

    public static int Run()
    {
        foreach (var operation in InsightOperations.All)
        {
            for (var round = 0; round < WarmUps; round++)
            {
                operation.Run();
            }

            var microseconds = new double[Rounds];
            for (var round = 0; round < Rounds; round++)
            {
                var begun = TimeProvider.System.GetTimestamp();
                operation.Run();
                microseconds[round] = TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds;
            }

            Array.Sort(microseconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{operation.Name}: median {microseconds[Rounds / 2]:F0} µs, 99 % within {microseconds[Rounds * 99 / 100]:F0} µs, longest {microseconds[^1]:F0} µs"));
        }

        return 0;
    }
}
