using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;

namespace IotHub.Api.Tests.Insights;

/// <summary>A journal of three events, in memory.</summary>
internal sealed class SampleJournal : IUsageJournal
{
    public static readonly DateTimeOffset At = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public ConsentState Consent { get; private set; } = ConsentState.None;

    public List<UsageFact> Recorded { get; } = [];

    public int Erasures { get; private set; }

    public static byte[] BodyOf(long sequence) => CloudEvent.Write(
        new UsageFact(UsageSchemas.DeviceRenamed, new JsonObject { ["model"] = "urn:miot-spec-v2:device:light:0000A001:acme-l1:1", ["category"] = "light" }, At),
        new JsonObject { ["hubFw"] = "1.0" }, new Guid((int)sequence, 0, 0, new byte[8]), "urn:mihub:x", sequence, At);

    public ValueTask<long> ChangeAsync(ConsentGrant grant, CancellationToken cancellationToken)
    {
        Consent = Consent.With(grant);
        return ValueTask.FromResult(grant.IsGranted ? 0L : 2L);
    }

    public ValueTask<ImmutableArray<ConsentGrant>> ReceiptsAsync(int countMax, CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<ConsentGrant>>([.. Consent.Last]);

    public ValueTask<bool> RecordAsync(UsageFact fact, CancellationToken cancellationToken)
    {
        Recorded.Add(fact);
        return ValueTask.FromResult(true);
    }

    public ValueTask<bool> RecordFirstAsync(UsageFact fact, string key, CancellationToken cancellationToken) => RecordAsync(fact, cancellationToken);

    public ValueTask<ImmutableArray<UsageEntry>> EntriesAsync(long after, int countMax, CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<UsageEntry>>(
    [
        .. Enumerable.Range(1, 3).Where(number => number > after).Take(countMax).Select(number => new UsageEntry(
            number, $"id-{number}", UsageSchemas.DeviceRenamed.Type, ConsentClass.Product, At, false, ["file"], [], BodyOf(number))),
    ]);

    public ValueTask<ImmutableArray<UsageTally>> LedgerAsync(CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<UsageTally>>(
        [new UsageTally(ConsentClass.Product, UsageFate.Kept, 3, 1_000), new UsageTally(ConsentClass.Product, UsageFate.Withdrawn, 2, 700)]);

    public ValueTask<ImmutableArray<UsageDeadLetter>> DeadLettersAsync(CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<UsageDeadLetter>>([new UsageDeadLetter(At, "x", "y")]);

    public ValueTask<long> EraseAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        Erasures++;
        return ValueTask.FromResult(3L);
    }

    public ValueTask CloseDaysAsync(DateTimeOffset now, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
