using System.Text.Json;

namespace IotHub.Benchmarks;

/// <summary>
/// Compares what each operation allocates with its budget. Bytes are counted, not time: they are the same on every machine and under every
/// load, so that a budget can be a gate.
/// </summary>
internal static class BudgetCheck
{
    private const int WarmUps = 2_000;
    private const int Repeats = 2_000;
    private const int Rounds = 3;

    /// <summary>Measures, prints a table and returns 1 when something is over its budget or has none.</summary>
    /// <param name="countsPath">Where to write how many budgets were kept; null for nowhere.</param>
    public static int Run(string? countsPath)
    {
        var budgets = JsonSerializer.Deserialize<Dictionary<string, long>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "budgets.json"))) ?? [];
        var kept = 0;
        var broken = 0;
        Console.WriteLine($"{"operation",-48} {"bytes",8} {"budget",8}");
        foreach (var operation in Operation.All)
        {
            var bytes = Measure(operation);
            var hasBudget = budgets.Remove(operation.Name, out var budget);
            var verdict = !hasBudget ? "has no budget" : bytes > budget ? "OVER" : "";
            Console.WriteLine($"{operation.Name,-48} {bytes,8} {(hasBudget ? budget : "-"),8} {verdict}");
            (kept, broken) = verdict.Length == 0 ? (kept + 1, broken) : (kept, broken + 1);
        }

        foreach (var name in budgets.Keys)
        {
            Console.WriteLine($"{name,-48} {"-",8} {budgets[name],8} is not an operation any more");
            broken++;
        }

        if (countsPath is not null)
        {
            File.WriteAllText(countsPath, $$"""{"passed":{{kept}},"failed":{{broken}},"skipped":0}""" + "\n");
        }

        return broken == 0 ? 0 : 1;
    }

    /// <summary>Bytes for each run: the least of several rounds, since a table that grows now and then is not the operation.</summary>
    private static long Measure(Operation operation)
    {
        Repeat(operation.Run, WarmUps);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Allocated(operation);
            Repeat(operation.Run, Repeats);
            least = Math.Min(least, (Allocated(operation) - before) / (Repeats * operation.Repeats));
        }

        return least;
    }

    private static long Allocated(Operation operation) =>
        operation.IsOfProcess ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();

    private static void Repeat(Action run, int times)
    {
        for (var i = 0; i < times; i++)
        {
            run();
        }
    }
}
