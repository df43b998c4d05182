using System.Collections.Immutable;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Comparison;

/// <summary>Whether one action or event may stand in for another of the same address.</summary>
internal static class CallComparison
{
    /// <summary>Arguments are given, so the other must take them; results are expected, so the other must give them.</summary>
    public static List<Difference> Compare(ContractAction need, ContractAction have)
    {
        var found = new List<Difference>();

        // A call brings all arguments and no others, so both must have the same.
        foreach (var argument in need.In)
        {
            if (Find(have.In, argument) is { } other)
            {
                CompareArgument(argument, other, found, "takes", PropertyComparison.CompareTaken);
            }
            else
            {
                found.Add(Difference.Breaks($"no longer takes {argument.Key}."));
            }
        }

        found.AddRange(have.In.Where(argument => Find(need.In, argument) is null).Select(argument => Difference.Breaks($"needs {argument.Key} now.")));
        CompareGiven(need.Out, have.Out, "gives", found);
        NoteOrder(need.In, have.In, found);
        NoteDescription(need.Description, have.Description, found);
        return found;
    }

    /// <summary>What comes with an event is expected, so the other must bring it.</summary>
    public static List<Difference> Compare(ContractEvent need, ContractEvent have)
    {
        var found = new List<Difference>();
        CompareGiven(need.Arguments, have.Arguments, "brings", found);
        NoteDescription(need.Description, have.Description, found);
        return found;
    }

    private static void CompareGiven(ImmutableArray<ContractProperty> need, ImmutableArray<ContractProperty> have, string verb, List<Difference> found)
    {
        foreach (var result in need)
        {
            if (Find(have, result) is { } other)
            {
                CompareArgument(result, other, found, verb, PropertyComparison.CompareReported);
            }
            else
            {
                found.Add(Difference.Breaks($"no longer {verb} {result.Key}."));
            }
        }

        found.AddRange(have.Where(result => Find(need, result) is null).Select(result => Difference.Note($"{verb} {result.Key} too.")));
    }

    private static void CompareArgument(
        ContractProperty need, ContractProperty have, List<Difference> found, string verb, Action<ContractProperty, ContractProperty, List<Difference>> compare)
    {
        var inner = new List<Difference>();
        PropertyComparison.CompareMeaning(need, have, inner);
        compare(need, have, inner);
        found.AddRange(inner.Select(difference => difference with { Sentence = $"{verb} {need.Key}, which {difference.Sentence}" }));
    }

    private static void NoteOrder(ImmutableArray<ContractProperty> need, ImmutableArray<ContractProperty> have, List<Difference> found)
    {
        if (found.Count == 0 && !need.Select(argument => argument.Key).SequenceEqual(have.Select(argument => argument.Key), StringComparer.Ordinal))
        {
            found.Add(Difference.Note("lists its arguments in another order; messages name them."));
        }
    }

    private static void NoteDescription(string need, string have, List<Difference> found)
    {
        if (need != have)
        {
            found.Add(Difference.Note("is described in other words."));
        }
    }

    private static ContractProperty? Find(ImmutableArray<ContractProperty> arguments, ContractProperty argument) =>
        arguments.FirstOrDefault(other => string.Equals(other.Key, argument.Key, StringComparison.Ordinal));
}
