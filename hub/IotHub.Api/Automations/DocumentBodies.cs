using IotHub.Api.Problems;

namespace IotHub.Api.Automations;

/// <summary>An automation as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Version">From 1, one more with each change of the text; also the ETag.</param>
/// <param name="Enabled">False when a person switched it off.</param>
/// <param name="Status"><c>active</c>, <c>disabled</c>, <c>waiting</c> for a device, or <c>broken</c>.</param>
/// <param name="SavedBy">Who saved this version: a person, or <c>file</c>.</param>
/// <param name="SavedAt">When.</param>
/// <param name="LastRunAt">When it last ran; absent if not since the hub started.</param>
/// <param name="Diagnostics">What is wrong, or worth knowing.</param>
/// <param name="Text">The JSON document exactly as written; absent in lists.</param>
public sealed record AutomationBody(
    string Id,
    string Name,
    int Version,
    bool Enabled,
    string Status,
    string SavedBy,
    DateTimeOffset SavedAt,
    DateTimeOffset? LastRunAt,
    IReadOnlyList<DiagnosticBody> Diagnostics,
    string? Text)
{
    /// <summary>When the next moment of its schedules comes; absent where it is switched off, has faults or waits for a device, and where it goes by no schedule.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>What it says, in words; absent in lists, and where it has faults or waits for a device.</summary>
    public SentencesBody? Sentences { get; init; }

    /// <summary>What it does together with others that people hardly want; only in the answer to saving it.</summary>
    public IReadOnlyList<FindingBody>? Findings { get; init; }
}

/// <summary>A scene as it stands; members as in an automation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Icon">Name of a symbol; empty for none.</param>
/// <param name="Version">From 1; also the ETag.</param>
/// <param name="Status"><c>active</c>, <c>waiting</c> for a device, or <c>broken</c>.</param>
/// <param name="SavedBy">Who saved this version.</param>
/// <param name="SavedAt">When.</param>
/// <param name="Diagnostics">What is wrong, or worth knowing.</param>
/// <param name="Text">The JSON document exactly as written; absent in lists.</param>
public sealed record SceneBody(
    string Id,
    string Name,
    string Icon,
    int Version,
    string Status,
    string SavedBy,
    DateTimeOffset SavedAt,
    IReadOnlyList<DiagnosticBody> Diagnostics,
    string? Text);

/// <summary>A person or a template as it stands; members as in an automation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person reads.</param>
/// <param name="Version">From 1; also the ETag.</param>
/// <param name="Status"><c>active</c>, <c>waiting</c> for a device, or <c>broken</c>.</param>
/// <param name="SavedBy">Who saved this version.</param>
/// <param name="SavedAt">When.</param>
/// <param name="Diagnostics">What is wrong, or worth knowing.</param>
/// <param name="Text">The JSON document exactly as written; absent in lists.</param>
public sealed record DocumentBody(
    string Id,
    string Name,
    int Version,
    string Status,
    string SavedBy,
    DateTimeOffset SavedAt,
    IReadOnlyList<DiagnosticBody> Diagnostics,
    string? Text);

/// <summary>What checking a document showed; nothing was saved.</summary>
/// <param name="Valid">True when it could be put in force now.</param>
/// <param name="WaitsForDevices">True when it is right in itself but names a device that is not here.</param>
/// <param name="Diagnostics">Every fault with line and column.</param>
public sealed record ValidationBody(bool Valid, bool WaitsForDevices, IReadOnlyList<DiagnosticBody> Diagnostics)
{
    /// <summary>What it says, in words; absent where it is not valid.</summary>
    public SentencesBody? Sentences { get; init; }

    /// <summary>What it would do together with others that people hardly want; absent where it is not valid.</summary>
    public IReadOnlyList<FindingBody>? Findings { get; init; }
}

/// <summary>What may be changed about an automation without writing it anew.</summary>
/// <param name="Enabled">Whether it is in force.</param>
public sealed record AutomationPatchBody([property: System.Text.Json.Serialization.JsonRequired] bool Enabled);
