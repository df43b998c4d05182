namespace IotHub.Runtime.Storing;

/// <summary>One link of a chain of causes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">When; null where that is not known.</param>
/// <param name="Text">A sentence.</param>
/// <param name="CauseId">Id of the cause; 0 where there is none.</param>
public sealed record ReasonLink(ReasonKind Kind, DateTimeOffset? At, string Text, long CauseId)
{
    /// <summary>Who: device, person, automation or part of the hub; empty where nobody is meant.</summary>
    public string By { get; init; } = string.Empty;

    /// <summary>Number of the run of the automation; null where none is meant.</summary>
    public long? Run { get; init; }

    /// <summary>The step of the run, as a JSON pointer into the document; null where none is meant.</summary>
    public string? Step { get; init; }

    /// <summary>The command; null where none is meant.</summary>
    public CommandRecord? Command { get; init; }
}
