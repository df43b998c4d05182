using System.Collections.Frozen;

namespace IotHub.Insights.UsageEvents;

/// <summary>Parts of the hub whose first use is told, under the consent to usage: that it was used, never what for.</summary>
public static class Features
{
    private static readonly FrozenDictionary<string, string> ByOperation = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["adoptDevice"] = "device-join",
        ["replaceDevice"] = "device-replace",
        ["putAutomation"] = "automation-write",
        ["previewAutomation"] = "automation-preview",
        ["runAutomation"] = "automation-run",
        ["listFindings"] = "automation-check",
        ["putScene"] = "scene-write",
        ["runScene"] = "scene-run",
        ["getWhy"] = "why",
        ["listWhyNot"] = "why-not",
        ["getRun"] = "run-trace",
        ["getHistory"] = "history",
        ["exportFiles"] = "files-export",
        ["importFiles"] = "files-import",
        ["listUsageEvents"] = "outbox",
        ["listConsumables"] = "consumables",
        ["replaceConsumable"] = "consumable-replace",
        ["listRecommendations"] = "recommendations",
        ["getCompatibility"] = "compatibility",
        ["sendFeedback"] = "feedback",
        ["putVote"] = "idea-vote",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All features.</summary>
    public static IEnumerable<string> All => ByOperation.Values.Distinct(StringComparer.Ordinal);

    /// <summary>The feature that an operation of the API is of; null for one whose use is not told.</summary>
    /// <param name="operation">Its operation id, <c>previewAutomation</c>.</param>
    public static string? Of(string operation) => ByOperation.GetValueOrDefault(operation);
}
