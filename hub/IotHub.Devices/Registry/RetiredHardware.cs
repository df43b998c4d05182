namespace IotHub.Devices.Registry;

/// <summary>Hardware that a person took out of the home: it does not join again by itself. Bounded: the one retired first is forgotten.</summary>
/// <param name="capacity">How many are remembered.</param>
public sealed class RetiredHardware(int capacity)
{
    private readonly LinkedList<string> _byAge = [];
    private readonly Dictionary<string, LinkedListNode<string>> _byDid = new(StringComparer.Ordinal);

    /// <summary>All, the one retired first first.</summary>
    public IEnumerable<string> All => _byAge;

    /// <summary>True for hardware that was retired and not adopted since.</summary>
    public bool Contains(string did) => _byDid.ContainsKey(did);

    /// <summary>Notes one that was retired now.</summary>
    public void Add(string did)
    {
        Remove(did);
        if (_byAge.Count >= capacity && _byAge.First is { } first)
        {
            Remove(first.Value);
        }

        _byDid[did] = _byAge.AddLast(did);
    }

    /// <summary>Forgets one: somebody adopted it.</summary>
    public void Remove(string did)
    {
        if (_byDid.Remove(did, out var node))
        {
            _byAge.Remove(node);
        }
    }
}
