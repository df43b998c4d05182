using System.Text.Json.Serialization;
using IotHub.Api.Problems;

namespace IotHub.Api.Devices;

/// <summary>Which hardware is to take a name's place.</summary>
/// <param name="Did">Found hardware.</param>
/// <param name="AcceptBreaks">True to do it even where automations or scenes would have errors by it; of no matter for a preview.</param>
public sealed record ReplaceBody([property: JsonRequired] string Did, bool AcceptBreaks = false);

/// <summary>What other hardware for a name keeps, changes and breaks.</summary>
/// <param name="Device">The name.</param>
/// <param name="FromDid">The hardware that goes.</param>
/// <param name="FromContract">URN of its contract.</param>
/// <param name="ToDid">The hardware that comes.</param>
/// <param name="ToContract">URN of its contract.</param>
/// <param name="Breaks">True when an automation or a scene that is right would have errors; it is done then only when that is accepted.</param>
/// <param name="Nodes">How every property, action and event of the hardware that goes fares.</param>
/// <param name="Documents">Automations and scenes that name the device.</param>
/// <param name="LostValues">Addresses whose present value is forgotten.</param>
public sealed record ReplacementBody(
    string Device,
    string FromDid,
    string FromContract,
    string ToDid,
    string ToContract,
    bool Breaks,
    IReadOnlyList<ReplacedNodeBody> Nodes,
    IReadOnlyList<ReplacedDocumentBody> Documents,
    IReadOnlyList<string> LostValues);

/// <summary>How a node fares.</summary>
/// <param name="Kind"><c>property</c>, <c>action</c> or <c>event</c>.</param>
/// <param name="Address">Where, <c>light.brightness</c>.</param>
/// <param name="Verdict"><c>kept</c>, <c>changed</c> or <c>missing</c>.</param>
/// <param name="Used">True when an automation or a scene uses it.</param>
/// <param name="Reasons">Why it is not kept, in sentences; empty when it is.</param>
public sealed record ReplacedNodeBody(string Kind, string Address, string Verdict, bool Used, IReadOnlyList<string> Reasons);

/// <summary>What becomes of an automation or a scene.</summary>
/// <param name="Kind"><c>automation</c> or <c>scene</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Fate"><c>kept</c>; <c>changed</c>: it works, and something that it uses is not as it was; <c>broken</c>: it would have errors;
/// <c>still-broken</c>: it has errors as before; <c>mended</c>: it would have errors no more.</param>
/// <param name="Uses">Addresses of the device that it uses.</param>
/// <param name="Diagnostics">What would be said of it, with places in its text.</param>
public sealed record ReplacedDocumentBody(
    string Kind, string Id, string Name, string Fate, IReadOnlyList<string> Uses, IReadOnlyList<DiagnosticBody> Diagnostics);
