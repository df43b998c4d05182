namespace IotHub.Automation.Preview;

/// <summary>How the home stood where a recording begins, and since when what is known.</summary>
/// <param name="At">Where the recording begins, at or before the span that is asked for.</param>
public sealed record RecordedBeginning(DateTimeOffset At)
{
    /// <summary>The value in force of each property that had one.</summary>
    public IReadOnlyCollection<RecordedHappening.Change> Values { get; init; } = [];

    /// <summary>How devices and automations stood, as far as that was recorded, in order.</summary>
    public IReadOnlyCollection<RecordedHappening> Happenings { get; init; } = [];

    /// <summary>How often the automation had run.</summary>
    public long RunsBefore { get; init; }

    /// <summary>What really ran within the span, in order.</summary>
    public IReadOnlyList<RecordedRun> Runs { get; init; } = [];

    /// <summary>The calls that the automation really made, in order.</summary>
    public IReadOnlyCollection<RecordedHappening.Called> Calls { get; init; } = [];

    /// <summary>From when on values are known; null for none at all.</summary>
    public DateTimeOffset? ValuesKnownFrom { get; init; }

    /// <summary>From when on all that automations were told beside values is known; null for not at all.</summary>
    public DateTimeOffset? HappeningsKnownFrom { get; init; }

    /// <summary>From when on messages and calls of hooks are known; null for not at all.</summary>
    public DateTimeOffset? MessagesKnownFrom { get; init; }

    /// <summary>From when on it is known what ran; null for not at all.</summary>
    public DateTimeOffset? RunsKnownFrom { get; init; }
}
