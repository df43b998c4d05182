using System.Collections.Immutable;
using IotHub.Contracts.Comparison;

namespace IotHub.Runtime.Replacement;

/// <summary>What binding other hardware to a name would keep, change and break. Nothing has changed by it.</summary>
/// <param name="Device">The name.</param>
/// <param name="FromDid">The hardware that is bound to it.</param>
/// <param name="FromContract">URN of its contract.</param>
/// <param name="ToDid">The hardware that would be.</param>
/// <param name="ToContract">URN of its contract.</param>
/// <param name="Nodes">How every node of the present contract fares.</param>
/// <param name="Used">Addresses of those that automations and scenes use.</param>
/// <param name="Documents">Automations and scenes that name the device, automations first, in order of ids.</param>
/// <param name="LostValues">Addresses whose present value has no counterpart and would be forgotten.</param>
public sealed record ReplacementPreview(
    string Device,
    string FromDid,
    string FromContract,
    string ToDid,
    string ToContract,
    ImmutableArray<CoverNode> Nodes,
    ImmutableSortedSet<string> Used,
    ImmutableArray<DocumentForecast> Documents,
    ImmutableArray<string> LostValues)
{
    /// <summary>True when an automation or a scene that is right now would have errors.</summary>
    public bool Breaks => Documents.Any(document => document.Fate == DocumentFate.Broken);
}
