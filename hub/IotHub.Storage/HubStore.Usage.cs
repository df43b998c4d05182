using System.Collections.Immutable;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Storage.Usage;
using IotHub.Uplink;
using IotHub.Uplink.Outbox;

namespace IotHub.Storage;

/// <content>Usage events: written in the transaction of the change that they tell of.</content>
public sealed partial class HubStore : IUsageJournal, IOutbox
{
    private readonly List<UsageFact> _facts = [];

    // Whoever deletes what may not be sent any more, one after the other. Without a wait handle it holds nothing to free.
#pragma warning disable CA2213 // Late callers may still wait at it.
    private readonly SemaphoreSlim _purging = new(1);
#pragma warning restore CA2213
    private UsageTables? _usage;
    private UsageObserver? _observer;
    private TimeProvider _usageTime = TimeProvider.System;
    private HubOutput? _factsOf;
    private bool _factsAreWritten;
    private TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public ConsentState Consent => _usage?.Consent ?? ConsentState.None;

    /// <summary>Records usage events from here on, under the consents that the home has. To be called once, before anything is written.</summary>
    /// <param name="home">The home as it was stored.</param>
    /// <param name="context">What every event tells.</param>
    /// <param name="newId">Makes ids: UUIDs of version 7 for a moment.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public ValueTask<bool> ObserveUsageAsync(StoredHome home, UsageContext context, Func<DateTimeOffset, Guid> newId, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(home);
        ArgumentNullException.ThrowIfNull(context);
        return _gate.EnterAsync(
            () =>
            {
                _usageTime = time;
                _usage = new UsageTables(_hub.Database, _options, context, newId);
                _observer = new UsageObserver(home, context);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ChangeAsync(ConsentGrant grant, CancellationToken cancellationToken) => ThenPurgeAsync(usage => usage.Change(grant, DeviceCount), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ConsentGrant>> ReceiptsAsync(int countMax, CancellationToken cancellationToken) =>
        _gate.EnterAsync(() => _usage?.Receipts(countMax) ?? [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RecordAsync(UsageFact fact, CancellationToken cancellationToken) =>
        InUsageAsync(usage => usage.Record(fact, DeviceCount, _usageTime.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<UsageEntry>> EntriesAsync(long after, int countMax, CancellationToken cancellationToken) =>
        _gate.EnterAsync(() => _usage?.Outbox.Entries(after, countMax) ?? [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<UsageTally>> LedgerAsync(CancellationToken cancellationToken) => _gate.EnterAsync(() => _usage?.Outbox.Ledger() ?? [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<UsageDeadLetter>> DeadLettersAsync(CancellationToken cancellationToken) => _gate.EnterAsync(() => _usage?.DeadLetters() ?? [], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> EraseAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var gone = await ThenPurgeAsync(
            usage =>
            {
                _insights?.Erase();
                EraseFeedback();
                usage.Erase(DeviceCount, at);
            },
            cancellationToken);
        await InUsageAsync(
            usage =>
            {
                usage.TellErased(gone, DeviceCount, at);
                return true;
            },
            CancellationToken.None);
        return gone;
    }

    /// <inheritdoc/>
    public async ValueTask CloseDaysAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await ThenPurgeAsync(null, cancellationToken);
        await InStepsAsync(usage => usage.CloseDays(DeviceCount, now), cancellationToken);
        long? place = 0;
        while (place is { } after)
        {
            place = await InUsageAsync(usage => usage.Outbox.Expire(after, now - _options.OutboxShownFor, now - _options.OutboxWaitsFor), cancellationToken);
        }

        await InUsageAsync(
            usage =>
            {
                usage.TellOfLosses(DeviceCount, now);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask RegisterAsync(IReadOnlyCollection<string> uplinks, CancellationToken cancellationToken) => await InUsageAsync(
        usage =>
        {
            usage.Outbox.Register(uplinks);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OutboxEvent>> ReadAsync(string uplink, int bytesMax, int countMax, CancellationToken cancellationToken) =>
        _gate.EnterAsync(() => _usage?.Outbox.Read(uplink, _usage.Consent, bytesMax, countMax) ?? [], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask AcceptAsync(string uplink, long upTo, CancellationToken cancellationToken) => await InUsageAsync(
        usage =>
        {
            usage.Outbox.Accept(uplink, upTo);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SetAsideAsync(string uplink, OutboxEvent refused, string reason, CancellationToken cancellationToken) => await InUsageAsync(
        usage =>
        {
            usage.Outbox.SetAside(uplink, refused.Sequence, reason, _usageTime.GetUtcNow());
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WhenRecordedAsync(CancellationToken cancellationToken) => Volatile.Read(ref _recorded).Task.WaitAsync(cancellationToken);

    private int DeviceCount => _observer?.DeviceCount ?? 0;

    /// <summary>
    /// Does a piece of work after which something may not be sent any more, and deletes that in steps: others write in between. What an earlier time left
    /// undone is deleted first, or a class that is granted anew would let it out.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    private async ValueTask<long> ThenPurgeAsync(Action<UsageTables>? work, CancellationToken cancellationToken)
    {
        await _purging.WaitAsync(cancellationToken);
        try
        {
            await InStepsAsync(usage => usage.Purge(), cancellationToken);
            if (work is null)
            {
                return 0;
            }

            await InUsageAsync(
                usage =>
                {
                    work(usage);
                    return true;
                },
                cancellationToken);

            // Once begun, it is done, whether or not somebody still waits for the answer.
            return await InStepsAsync(usage => usage.Purge(), CancellationToken.None);
        }
        finally
        {
            _purging.Release();
        }
    }

    private async ValueTask<long> InStepsAsync(Func<UsageTables, int> step, CancellationToken cancellationToken)
    {
        var all = 0L;
        for (var done = 1; done > 0; all += done)
        {
            done = await InUsageAsync(step, cancellationToken);
        }

        return all;
    }

    private async ValueTask<T> InUsageAsync<T>(Func<UsageTables, T> work, CancellationToken cancellationToken)
    {
        var result = await _gate.EnterAsync(
            () =>
            {
                if (_usage is not { } usage)
                {
                    return default;
                }

                T? done = default;
                var before = usage.Outbox.AddedCount;
                try
                {
                    _hub.Database.InTransaction(() => done = work(usage));
                }
                catch
                {
                    LoadUsage();
                    throw;
                }

                // Only for what is new: a receipt of one uplink is nothing that the others could send.
                if (usage.Outbox.AddedCount != before)
                {
                    TellRecorded();
                }

                return done;
            },
            cancellationToken);
        return result!;
    }

    /// <summary>What a batch means; worked out once, however often it is written.</summary>
    private List<UsageFact> FactsOf(IReadOnlyList<HubOutput> batch)
    {
        if (_usage is null || _observer is null || batch.Count == 0)
        {
            return [];
        }

        if (!ReferenceEquals(_factsOf, batch[0]))
        {
            (_factsOf, _factsAreWritten) = (batch[0], false);
            _facts.Clear();
            _binds.Clear();
            var now = _usageTime.GetUtcNow();
            foreach (var output in batch)
            {
                if (UsageObserver.Concerns(output))
                {
                    _observer.Observe(output, _usage.Consent, now, _facts);
                }

                FollowParts(output, now);
            }

            TraceBinds(now);
        }

        return _factsAreWritten ? [] : _facts;
    }

    private void WriteFacts(List<UsageFact> facts)
    {
        var now = _usageTime.GetUtcNow();
        foreach (var fact in facts)
        {
            _usage!.Record(fact, DeviceCount, now);
        }

        WriteInsights(now);
    }

    private void LoadUsage()
    {
        _usage?.Load();
        _insights?.Load();
    }

    private void TellRecorded() =>
        Interlocked.Exchange(ref _recorded, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
