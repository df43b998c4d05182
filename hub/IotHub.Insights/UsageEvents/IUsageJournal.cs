using System.Collections.Immutable;
using IotHub.Insights.Consent;

namespace IotHub.Insights.UsageEvents;

/// <summary>Consents and events of this home, for their owner.</summary>
public interface IUsageJournal
{
    /// <summary>What is granted now.</summary>
    ConsentState Consent { get; }

    /// <summary>Grants or withdraws a class. What was withdrawn and is not sent yet is deleted in the same moment.</summary>
    /// <returns>How many events were deleted.</returns>
    ValueTask<long> ChangeAsync(ConsentGrant grant, CancellationToken cancellationToken);

    /// <summary>All receipts, newest first, at most so many.</summary>
    ValueTask<ImmutableArray<ConsentGrant>> ReceiptsAsync(int countMax, CancellationToken cancellationToken);

    /// <summary>Records a fact that did not come from the core.</summary>
    /// <returns>False where its class is not granted, or it does not fit its schema; nothing is recorded then.</returns>
    ValueTask<bool> RecordAsync(UsageFact fact, CancellationToken cancellationToken);

    /// <summary>Records a fact unless one of the same key was recorded before, also before a restart.</summary>
    /// <param name="fact">What.</param>
    /// <param name="key">What it is the first of; one for each feature.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False where there was one before, its class is not granted, or it does not fit its schema.</returns>
    ValueTask<bool> RecordFirstAsync(UsageFact fact, string key, CancellationToken cancellationToken);

    /// <summary>Events in the outbox, oldest first, at most so many.</summary>
    /// <param name="after">Only those behind this place; 0 for all.</param>
    /// <param name="countMax">1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<UsageEntry>> EntriesAsync(long after, int countMax, CancellationToken cancellationToken);

    /// <summary>What was recorded and what became of it, by class and fate.</summary>
    ValueTask<ImmutableArray<UsageTally>> LedgerAsync(CancellationToken cancellationToken);

    /// <summary>What did not fit its schema, newest first.</summary>
    ValueTask<ImmutableArray<UsageDeadLetter>> DeadLettersAsync(CancellationToken cancellationToken);

    /// <summary>Erases all events, counts of the day, the home's pseudonyms, and its feedback and votes, and leaves for each receiver that had any the request to do the same.</summary>
    /// <returns>How many events were deleted.</returns>
    ValueTask<long> EraseAsync(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Turns the counts of days that are over into events, and lets go of what is old. To be called now and then.</summary>
    ValueTask CloseDaysAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
