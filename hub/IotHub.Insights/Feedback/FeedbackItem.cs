namespace IotHub.Insights.Feedback;

/// <summary>Something that a person of this home wrote to those who make the hub. It stays on the hub; only the person takes it out, as a bundle.</summary>
public sealed record FeedbackItem
{
    /// <summary>UUID of version 7. Release notes answer it by this id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is.</summary>
    public required FeedbackKind Kind { get; init; }

    /// <summary>What it is about.</summary>
    public required FeedbackTopic Topic { get; init; }

    /// <summary>How much it matters.</summary>
    public required FeedbackSeverity Severity { get; init; }

    /// <summary>The person's own words, 1 to <see cref="FeedbackBounds.TextLengthMax"/> characters. Never part of an event.</summary>
    public required string Text { get; init; }

    /// <summary>The contract type of the device that it is about; null for none. Never the device's name.</summary>
    public string? Model { get; init; }

    /// <summary>The ring of the home then.</summary>
    public required FeedbackRing Ring { get; init; }

    /// <summary>Version of the hub then.</summary>
    public required ReleaseVersion HubVersion { get; init; }

    /// <summary>Whether diagnostics are attached; they are read by themselves.</summary>
    public required bool HasDiagnostics { get; init; }

    /// <summary>The release whose answer to it the owner has seen; null while there is none.</summary>
    public ReleaseVersion? Seen { get; init; }
}
