using IotHub.Insights.Consent;

namespace IotHub.Insights.UsageEvents;

/// <summary>How many events of a class met a fate, since the hub was new. All fates of a class add up to what was recorded of it.</summary>
/// <param name="Class">Which class.</param>
/// <param name="Fate">Which fate.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Of their bodies.</param>
public sealed record UsageTally(ConsentClass Class, UsageFate Fate, long Count, long Bytes);
