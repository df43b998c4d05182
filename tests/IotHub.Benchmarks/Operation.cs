namespace IotHub.Benchmarks;

/// <summary>One thing the hub does often, ready to be done again and again.</summary>
/// <param name="Name">Its name in <c>budgets.json</c>.</param>
/// <param name="Run">Does it once. All that is not part of it was made before.</param>
public sealed record Operation(string Name, Action Run)
{
    /// <summary>Every operation that has a budget.</summary>
    public static IReadOnlyList<Operation> All { get; } = [.. Operations.CodecOperations.All, .. Operations.MessageOperations.All, .. Operations.LoopOperations.All];

    /// <inheritdoc />
    public override string ToString() => Name;
}
