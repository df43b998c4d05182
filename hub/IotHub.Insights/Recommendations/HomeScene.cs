using System.Collections.Immutable;

namespace IotHub.Insights.Recommendations;

/// <summary>A scene or automation of the home, and what it speaks of that is not there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Lacks">Each entry is one missing device: the contract kinds any of which will do.</param>
/// <param name="NamesUnknown">True where it names devices that the home does not have: what kind they were is not known, so nothing is said to complete it.</param>
public sealed record HomeScene(string Id, string Name, ImmutableArray<ImmutableArray<string>> Lacks, bool NamesUnknown)
{
    /// <summary>True where one device of a kind would complete it.</summary>
    public bool IsCompletedBy(string kind) => !NamesUnknown && Lacks.Length == 1 && Lacks[0].Contains(kind);
}
