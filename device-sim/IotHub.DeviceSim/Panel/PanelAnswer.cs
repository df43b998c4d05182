using System.Collections.Immutable;

namespace IotHub.DeviceSim.Panel;

/// <summary>What came of a command.</summary>
/// <param name="IsDone">False when it could not be done; the text says why.</param>
/// <param name="Lines">What to show.</param>
/// <param name="Ends">True when the panel is to be left.</param>
/// <param name="Code">Why it could not be done, for programs: stable, dotted. Null where it was done, or the line was not understood.</param>
public sealed record PanelAnswer(bool IsDone, ImmutableArray<string> Lines, bool Ends = false, string? Code = null)
{
    /// <summary>Done.</summary>
    public static PanelAnswer Done(params ImmutableArray<string> lines) => new(true, lines);

    /// <summary>Not done, and why.</summary>
    public static PanelAnswer Fault(string why, string? code = null) => new(false, [why], Code: code);
}
