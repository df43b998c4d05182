using System.Collections.Immutable;

namespace IotHub.Insights.Consent;

/// <summary>What is granted now. Nothing is until somebody says so.</summary>
public sealed class ConsentState
{
    private readonly ImmutableSortedDictionary<ConsentClass, ConsentGrant> _last;

    private ConsentState(ImmutableSortedDictionary<ConsentClass, ConsentGrant> last) => _last = last;

    /// <summary>Nothing was ever granted.</summary>
    public static ConsentState None { get; } = new(ImmutableSortedDictionary<ConsentClass, ConsentGrant>.Empty);

    /// <summary>The classes that can be granted.</summary>
    public static ImmutableArray<ConsentClass> Classes { get; } = [ConsentClass.Product, ConsentClass.Usage, ConsentClass.Recommendation, ConsentClass.Feedback];

    /// <summary>True when some class is granted: only then may anything leave the hub.</summary>
    public bool AllowsSome => _last.Values.Any(grant => grant.IsGranted);

    /// <summary>The last grant or withdrawal of each class that had any, in order of classes.</summary>
    public IEnumerable<ConsentGrant> Last => _last.Values;

    /// <summary>Whether events of a class may be recorded. Essential ones always may.</summary>
    public bool Allows(ConsentClass of) => of == ConsentClass.Essential || (_last.TryGetValue(of, out var grant) && grant.IsGranted);

    /// <summary>The receipt under which events of a class are recorded; empty for Essential and where nothing was granted.</summary>
    public string ReceiptOf(ConsentClass of) => _last.TryGetValue(of, out var grant) && grant.IsGranted ? grant.Receipt : string.Empty;

    /// <summary>As it is after a grant or a withdrawal.</summary>
    /// <exception cref="ArgumentException">Essential cannot be granted or withdrawn.</exception>
    public ConsentState With(ConsentGrant grant) => grant.Class == ConsentClass.Essential
        ? throw new ArgumentException("Essential is neither granted nor withdrawn.", nameof(grant))
        : new ConsentState(_last.SetItem(grant.Class, grant));
}
