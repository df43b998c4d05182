using System.Collections.Immutable;

namespace IotHub.Automation.Preview;

/// <summary>How many of the runs that really were come out again when the saved version is told what was recorded: how far a preview can be believed.</summary>
/// <param name="From">From when on it was compared: since the version was saved, and as far as runs are recorded.</param>
/// <param name="Recorded">Runs that really were.</param>
/// <param name="Reproduced">Of these, how many came out at the same moment by the same trigger.</param>
/// <param name="Missing">Those that did not; at most <see cref="PreviewLimits.DifferencesShownMax"/>.</param>
/// <param name="AddedCount">Runs that came out and never were.</param>
/// <param name="Added">The first of them.</param>
public sealed record PreviewReproduction(
    DateTimeOffset From, int Recorded, int Reproduced, ImmutableArray<RecordedRun> Missing, int AddedCount, ImmutableArray<PreviewRun> Added)
{
    /// <summary>True when every recorded run came out, and no other.</summary>
    public bool IsExact => Recorded == Reproduced && AddedCount == 0;
}
