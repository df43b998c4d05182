using System.Collections.Immutable;

namespace IotHub.Insights.Attribution;

/// <summary>What came of rebuilding a ledger.</summary>
/// <param name="Rebuilt">The ledger of the events.</param>
/// <param name="Differences">What differs, at most <see cref="LedgerRebuild.DifferencesMax"/> lines.</param>
/// <param name="Count">How many lines differ.</param>
public sealed record LedgerComparison(AttributionLedger Rebuilt, ImmutableArray<string> Differences, int Count)
{
    /// <summary>True where both say the same to the cent.</summary>
    public bool IsEqual => Count == 0;
}
