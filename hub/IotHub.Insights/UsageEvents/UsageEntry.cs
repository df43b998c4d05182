using System.Collections.Immutable;
using IotHub.Insights.Consent;

namespace IotHub.Insights.UsageEvents;

/// <summary>An event in the outbox, as its owner sees it.</summary>
/// <param name="Sequence">Its place in the outbox.</param>
/// <param name="Id">The CloudEvents id.</param>
/// <param name="Type">The CloudEvents type.</param>
/// <param name="Class">The consent it was recorded under.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="StaysHere">True for what is only for the owner: nothing was granted when it was recorded.</param>
/// <param name="SentTo">Names of the uplinks whose receiver has it.</param>
/// <param name="RefusedBy">Names of the uplinks whose receiver refused it for good.</param>
/// <param name="Body">Byte for byte what the wire carries.</param>
public sealed record UsageEntry(
    long Sequence, string Id, string Type, ConsentClass Class, DateTimeOffset RecordedAt, bool StaysHere, ImmutableArray<string> SentTo, ImmutableArray<string> RefusedBy, ReadOnlyMemory<byte> Body);
