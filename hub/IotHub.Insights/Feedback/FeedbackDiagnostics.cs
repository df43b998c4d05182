using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotHub.Contracts.Messages;
using IotHub.Devices.Availability;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Feedback;

/// <summary>
/// What a person may attach to feedback, after having seen it byte for byte. Versions, buckets and counts; no names, rooms, addresses or serials. What does
/// not have the form of such a thing is counted and not told.
/// </summary>
/// <param name="Format">1.</param>
/// <param name="HubVersion">Version of the hub.</param>
/// <param name="Uptime">How long it has been running, one of <see cref="UsageWords.Durations"/>.</param>
/// <param name="Devices">Devices by contract type, most first; at most <see cref="FeedbackBounds.ModelsMax"/> types.</param>
/// <param name="OtherDevices">Devices that these do not count.</param>
/// <param name="Problems">What is wrong with the hub, by kind; at most <see cref="FeedbackBounds.ProblemKindsMax"/> kinds.</param>
/// <param name="OtherProblems">Problems that these do not count.</param>
/// <param name="RefusedMessages">Messages of devices that were refused since the hub started, by reason.</param>
public sealed partial record FeedbackDiagnostics(
    int Format,
    string HubVersion,
    string Uptime,
    ImmutableArray<ModelTally> Devices,
    long OtherDevices,
    ImmutableArray<KindTally> Problems,
    long OtherProblems,
    ImmutableArray<KindTally> RefusedMessages)
{
    private static readonly ImmutableArray<string> Reasons = [.. Enum.GetNames<RejectionReason>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>Counts what there is. Names do not even come in.</summary>
    /// <param name="devices">Contract type and availability of each device.</param>
    /// <param name="problems">The codes of all that is wrong with the hub.</param>
    /// <param name="refused">Messages that were refused, by reason.</param>
    /// <param name="uptime">How long the hub has been running.</param>
    /// <param name="version">Its version.</param>
    public static FeedbackDiagnostics Of(
        IEnumerable<KeyValuePair<string, DeviceAvailability>> devices, IEnumerable<string> problems, IReadOnlyDictionary<RejectionReason, long> refused, TimeSpan uptime, ReleaseVersion version)
    {
        ArgumentNullException.ThrowIfNull(refused);
        var models = devices
            .GroupBy(device => device.Key, device => device.Value, StringComparer.Ordinal)
            .Select(group => new ModelTally(
                group.Key, group.Count(one => one == DeviceAvailability.Online), group.Count(one => one == DeviceAvailability.Silent),
                group.Count(one => one == DeviceAvailability.Offline), group.Count(one => one == DeviceAvailability.Unknown)))
            .OrderByDescending(tally => tally.Total).ThenBy(tally => tally.Model, StringComparer.Ordinal)
            .ToList();
        var kinds = problems.CountBy(code => code, StringComparer.Ordinal)
            .Select(pair => new KindTally(pair.Key, pair.Value)).OrderBy(tally => tally.Kind, StringComparer.Ordinal).ToList();
        ImmutableArray<ModelTally> told = [.. models.Where(tally => UsageForm.ContractType.Pattern.IsMatch(tally.Model)).Take(FeedbackBounds.ModelsMax)];
        ImmutableArray<KindTally> toldKinds = [.. kinds.Where(tally => ProblemCode().IsMatch(tally.Kind)).Take(FeedbackBounds.ProblemKindsMax)];
        return new FeedbackDiagnostics(
            1,
            version.ToString(),
            UsageWords.DurationOf(uptime),
            told,
            models.Sum(tally => (long)tally.Total) - told.Sum(tally => (long)tally.Total),
            toldKinds,
            kinds.Sum(tally => tally.Count) - toldKinds.Sum(tally => tally.Count),
            [
                .. refused.Where(pair => pair.Value > 0)
                    .Select(pair => new KindTally(JsonNamingPolicy.CamelCase.ConvertName(pair.Key.ToString()), pair.Value)).OrderBy(tally => tally.Kind, StringComparer.Ordinal),
            ]);
    }

    /// <summary>What is wrong with diagnostics that somebody sends; null when nothing is. They are taken only as they were shown: typed, and not a byte more.</summary>
    public static string? Fault(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > FeedbackBounds.DiagnosticsBytesMax)
        {
            return $"The diagnostics have {bytes} bytes; at most {FeedbackBounds.DiagnosticsBytesMax} are allowed.";
        }

        try
        {
            return JsonSerializer.Deserialize(text, FeedbackJsonContext.Default.FeedbackDiagnostics) is { } read && read.IsWhatTheHubTells() && read.Write() == text
                ? null
                : "The diagnostics are not as the hub shows them; send what it shows, or leave them out.";
        }
        catch (JsonException fault)
        {
            return $"The diagnostics are not as the hub shows them (at {fault.Path ?? "$"}); send what it shows, or leave them out.";
        }
    }

    /// <summary>The text that is shown, and kept when it is attached.</summary>
    public string Write() => JsonSerializer.Serialize(this, FeedbackJsonContext.Default.FeedbackDiagnostics);

    private static bool IsCount(long count, long least = 0) => count >= least && count <= FeedbackBounds.CountMax;

    private bool IsWhatTheHubTells() => Format == 1
        && UsageForm.Version.Pattern.IsMatch(HubVersion)
        && UsageWords.Durations.Contains(Uptime)
        && Devices.Length <= FeedbackBounds.ModelsMax
        && Devices.All(tally => tally is not null && UsageForm.ContractType.Pattern.IsMatch(tally.Model) && IsCount(tally.Online) && IsCount(tally.Silent) && IsCount(tally.Offline) && IsCount(tally.Unknown))
        && IsCount(OtherDevices)
        && Problems.Length <= FeedbackBounds.ProblemKindsMax
        && Problems.All(tally => tally is not null && ProblemCode().IsMatch(tally.Kind) && IsCount(tally.Count, 1))
        && IsCount(OtherProblems)
        && RefusedMessages.All(tally => tally is not null && Reasons.Contains(tally.Kind) && IsCount(tally.Count, 1));

    [GeneratedRegex(@"^[a-z][a-z-]{0,31}(\.[a-z][a-z-]{0,31}){1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ProblemCode();
}
