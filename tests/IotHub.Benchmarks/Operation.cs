namespace IotHub.Benchmarks;

/// <summary>One thing the hub does often, ready to be done again and again.</summary>
/// <param name="Name">Its name in <c>budgets.json</c>.</param>
/// <param name="Run">Does it once. All that is not part of it was made before.</param>
public sealed record Operation(string Name, Action Run)
{
    /// <summary>How often one run does it.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Whether what all threads allocate is counted: what is measured happens on another thread.</summary>
    public bool IsOfProcess { get; init; }

    /// <summary>Every operation that has a budget.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        .. Operations.CodecOperations.All, .. Operations.MessageOperations.All, .. Operations.LoopOperations.All, .. Operations.RuleOperations.All,
        .. Operations.BrokerOperations.All, .. Operations.InsightOperations.All,
    ];

    /// <inheritdoc />
    public override string ToString() => Name;
}
