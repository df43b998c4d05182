namespace IotHub.Contracts.Comparison;

/// <summary>One way in which a node differs.</summary>
/// <param name="Sentence">Which, in words.</param>
/// <param name="IsBreaking">True when whoever used the one may not be able to use the other.</param>
internal readonly record struct Difference(string Sentence, bool IsBreaking)
{
    public static Difference Breaks(string sentence) => new(sentence, true);

    public static Difference Note(string sentence) => new(sentence, false);
}
