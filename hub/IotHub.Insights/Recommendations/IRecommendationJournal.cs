using IotHub.Insights.Attribution;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Recommendations;

/// <summary>What the hub keeps of recommendations and of what came of them.</summary>
public interface IRecommendationJournal
{
    /// <summary>An id of the home that never leaves the hub and does not change; deals it to its arm.</summary>
    string HomeId { get; }

    /// <summary>What was shown and turned down.</summary>
    RecommendationMemory Recommendations { get; }

    /// <summary>What is owed.</summary>
    AttributionLedger Ledger { get; }

    /// <summary>
    /// Keeps what happened. Facts and ledger grow only under the consent to recommendations, and in one moment with the memory: either all is kept, or nothing.
    /// </summary>
    /// <param name="change">What becomes of the memory.</param>
    /// <param name="happened">Facts, each with what it is for the ledger (without home); null where it is nothing for the ledger.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where a fact was not recorded, for want of consent or of form.</returns>
    ValueTask<bool> KeepAsync(Func<RecommendationMemory, RecommendationMemory> change, IReadOnlyList<(UsageFact Fact, AttributionEvent? Event)> happened, CancellationToken cancellationToken);

    /// <summary>The usage events that the ledger is to be made of, as they were recorded.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LedgerEventsAsync(CancellationToken cancellationToken);
}
