using BenchmarkDotNet.Attributes;

namespace IotHub.Benchmarks;

/// <summary>Time and allocation of each operation, to be read by ratio and not by nanosecond.</summary>
[MemoryDiagnoser]
public class OperationBenchmarks
{
    /// <summary>All operations.</summary>
    public static IEnumerable<Operation> Operations => Operation.All;

    /// <summary>The operation that is measured.</summary>
    [ParamsSource(nameof(Operations))]
    public Operation Operation { get; set; } = Operation.All[0];

    /// <summary>Does it once.</summary>
    [Benchmark]
    public void Run() => Operation.Run();
}
