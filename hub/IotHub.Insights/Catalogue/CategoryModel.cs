using System.Collections.Immutable;

namespace IotHub.Insights.Catalogue;

/// <summary>What owning one category says of the others: dense, one byte a weight, one scale for all.</summary>
/// <param name="Version">Names it in every item shown.</param>
/// <param name="TrainedOn">What it was learned from, in words.</param>
/// <param name="Items">Ids of categories; the position is row and column.</param>
/// <param name="Scale">A weight is its byte times this.</param>
/// <param name="Weights">Row by row, entry (owned, other); the diagonal is 0.</param>
/// <param name="Popularity">How many homes of the training own one of each.</param>
public sealed record CategoryModel(string Version, string TrainedOn, ImmutableArray<string> Items, double Scale, ImmutableArray<sbyte> Weights, ImmutableArray<int> Popularity)
{
    /// <summary>A weight.</summary>
    /// <param name="owned">Row.</param>
    /// <param name="other">Column.</param>
    public double Weight(int owned, int other) => Weights[(owned * Items.Length) + other] * Scale;
}
