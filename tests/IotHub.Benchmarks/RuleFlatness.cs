using IotHub.Benchmarks.Operations;

namespace IotHub.Benchmarks;

/// <summary>
/// What a step costs in homes of 10 to 10,000 rules of which one watches what has changed: time as a ratio to the smallest home, all in one process and
/// in turns, so that a busy machine slows them alike; and bytes, which are exact.
/// </summary>
internal static class RuleFlatness
{
    private const int Rounds = 15;
    private const int Steps = 2_000;

    public static int Run()
    {
        var homes = RuleOperations.Sizes.Select(size => (Size: size, Operations: RuleOperations.Of(size).ToArray())).ToArray();
        for (var kind = 0; kind < homes[0].Operations.Length; kind++)
        {
            var nanoseconds = homes.Select(_ => new List<double>()).ToArray();
            var bytes = new long[homes.Length];
            for (var round = -1; round < Rounds; round++)
            {
                for (var home = 0; home < homes.Length; home++)
                {
                    var run = homes[home].Operations[kind].Run;
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    var begun = TimeProvider.System.GetTimestamp();
                    for (var step = 0; step < Steps; step++)
                    {
                        run();
                    }

                    var took = TimeProvider.System.GetElapsedTime(begun).TotalNanoseconds / Steps;
                    bytes[home] = (GC.GetAllocatedBytesForCurrentThread() - before) / Steps;

                    // The first round warms up.
                    if (round >= 0)
                    {
                        nanoseconds[home].Add(took);
                    }
                }
            }

            for (var home = 0; home < homes.Length; home++)
            {
                var ratios = nanoseconds[home].Zip(nanoseconds[0], (mine, smallest) => mine / smallest).Order().ToList();
                Console.WriteLine(
                    $"{homes[home].Operations[kind].Name,-62} {nanoseconds[home].Order().ElementAt(Rounds / 2),9:N0} ns  {ratios[Rounds / 2],6:N2}x ({ratios[1]:N2} to {ratios[^2]:N2}) {bytes[home],7:N0} bytes");
            }
        }

        return 0;
    }
}
