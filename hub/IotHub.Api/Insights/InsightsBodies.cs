namespace IotHub.Api.Insights;

/// <summary>A class of usage events, and whether it is granted.</summary>
/// <param name="Class"><c>essential</c>, <c>product</c>, <c>usage</c>, <c>recommendation</c> or <c>feedback</c>.</param>
/// <param name="Granted">Whether its events are recorded. Essential ones always are; they leave the hub only along with a class that is granted.</param>
/// <param name="CanChange">False for essential.</param>
/// <param name="En">What is recorded, in English.</param>
/// <param name="Zh">What is recorded, in Chinese.</param>
/// <param name="PolicyVersion">Version of these words.</param>
/// <param name="TextHash">SHA-256 of these words: whoever grants it says which words were read.</param>
/// <param name="Since">When it was granted or withdrawn last; null where it never was.</param>
/// <param name="Receipt">Receipt of that; null where it never was.</param>
public sealed record ConsentBody(string Class, bool Granted, bool CanChange, string En, string Zh, int PolicyVersion, string TextHash, DateTimeOffset? Since, string? Receipt);

/// <summary>Grants or withdraws a class.</summary>
/// <param name="Granted">Which of the two; must be given.</param>
/// <param name="TextHash">The hash of the words that the person read; needed to grant.</param>
public sealed record ConsentChangeBody(bool? Granted, string? TextHash);

/// <summary>A consent was changed.</summary>
/// <param name="Consent">How it stands now.</param>
/// <param name="Deleted">How many events that were not sent yet were deleted with it.</param>
public sealed record ConsentChangedBody(ConsentBody Consent, long Deleted);

/// <summary>That a class was granted or withdrawn.</summary>
public sealed record ReceiptBody(string Class, bool Granted, int PolicyVersion, string TextHash, DateTimeOffset At, string By, string Receipt);

/// <summary>An event in the outbox.</summary>
/// <param name="Sequence">Its place in the outbox.</param>
/// <param name="Id">Its CloudEvents id.</param>
/// <param name="Type">Its CloudEvents type.</param>
/// <param name="Class">The consent it was recorded under.</param>
/// <param name="RecordedAt">When.</param>
/// <param name="StaysHere">True for what is only for the owner.</param>
/// <param name="SentTo">Uplinks whose receiver has it.</param>
/// <param name="RefusedBy">Uplinks whose receiver refused it for good.</param>
/// <param name="Body">Byte for byte what the wire carries, as text.</param>
public sealed record UsageEventBody(
    long Sequence, string Id, string Type, string Class, DateTimeOffset RecordedAt, bool StaysHere, IReadOnlyList<string> SentTo, IReadOnlyList<string> RefusedBy, string Body);

/// <summary>A page of events.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="Next">What to ask for as <c>after</c> to go on; null at the end.</param>
public sealed record UsageEventsBody(IReadOnlyList<UsageEventBody> Events, long? Next);

/// <summary>How many events of a class met a fate since the hub was new.</summary>
/// <param name="Class">Which class.</param>
/// <param name="Fate"><c>kept</c>, <c>delivered</c>, <c>evicted</c>, <c>expired</c>, <c>withdrawn</c> or <c>erased</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Of their bodies.</param>
public sealed record UsageTallyBody(string Class, string Fate, long Count, long Bytes);

/// <summary>What was recorded since the hub was new, and what became of it: all fates add up to it.</summary>
/// <param name="Recorded">Events.</param>
/// <param name="Bytes">Of their bodies.</param>
/// <param name="Fates">What became of them.</param>
public sealed record UsageLedgerBody(long Recorded, long Bytes, IReadOnlyList<UsageTallyBody> Fates);

/// <summary>An event that did not fit its schema and stays on the hub.</summary>
public sealed record DeadLetterBody(DateTimeOffset At, string Type, string Fault);

/// <summary>How an uplink stands.</summary>
/// <param name="Name">Which.</param>
/// <param name="State"><c>idle</c>, <c>sending</c>, <c>waiting</c> or <c>stopped</c>.</param>
/// <param name="Sent">Events that its receiver took since the hub started.</param>
/// <param name="SetAside">Events that its receiver refused for good.</param>
/// <param name="Attempts">Batches tried in vain since the last that was taken.</param>
/// <param name="Trouble">Why it waits or stopped; empty otherwise.</param>
/// <param name="RetryAt">When it tries again; null unless it waits.</param>
public sealed record UplinkBody(string Name, string State, long Sent, long SetAside, int Attempts, string Trouble, DateTimeOffset? RetryAt);

/// <summary>Everything was erased.</summary>
/// <param name="Deleted">How many events.</param>
public sealed record UsageErasedBody(long Deleted);
