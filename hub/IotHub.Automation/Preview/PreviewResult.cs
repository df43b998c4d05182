using System.Collections.Immutable;

namespace IotHub.Automation.Preview;

/// <summary>What came of trying a draft. Nothing was sent, and nothing was written.</summary>
/// <param name="From">Runs that began from here on count.</param>
/// <param name="To">Up to here, not included.</param>
/// <param name="Draft">What the draft would have done.</param>
public sealed record PreviewResult(DateTimeOffset From, DateTimeOffset To, PreviewOutcome Draft)
{
    /// <summary>What the saved version would have done in the same span, told the same; null where none is saved.</summary>
    public PreviewOutcome? Saved { get; init; }

    /// <summary>Where the two differ, in order; at most <see cref="PreviewLimits.DifferencesShownMax"/>.</summary>
    public ImmutableArray<PreviewDifference> Differences { get; init; } = [];

    /// <summary>In how many moments they differ.</summary>
    public int DifferenceCount { get; init; }

    /// <summary>How well the saved version's recorded runs come out; null where there is nothing to compare.</summary>
    public PreviewReproduction? Reproduction { get; init; }

    /// <summary>What could not be known, in sentences.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>Changes and other happenings that were replayed.</summary>
    public long Happenings { get; init; }
}
