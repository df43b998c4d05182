using System.Diagnostics.CodeAnalysis;

namespace IotHub.Devices.Registry;

/// <summary>Hardware that announced itself and is not part of the home yet. Bounded: the one seen longest ago is forgotten.</summary>
/// <typeparam name="T">What is kept of each.</typeparam>
public sealed class FoundDevices<T>(int capacity)
    where T : class
{
    private readonly Dictionary<string, LinkedListNode<(string Did, T Found)>> _byDid = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Did, T Found)> _bySeen = [];

    /// <summary>All, seen longest ago first.</summary>
    public IEnumerable<T> All => _bySeen.Select(item => item.Found);

    /// <summary>Notes one that was seen now.</summary>
    /// <returns>The hardware id of the one that is forgotten for it; null when there was room.</returns>
    public string? Save(string did, T found)
    {
        Remove(did);
        string? forgotten = null;
        if (_bySeen.Count == capacity && _bySeen.First is { } oldest)
        {
            forgotten = oldest.Value.Did;
            Remove(forgotten);
        }

        _byDid[did] = _bySeen.AddLast((did, found));
        return forgotten;
    }

    /// <summary>Finds one by its hardware id.</summary>
    public bool TryGet(string did, [NotNullWhen(true)] out T? found)
    {
        found = _byDid.TryGetValue(did, out var node) ? node.Value.Found : null;
        return found is not null;
    }

    /// <summary>Forgets one.</summary>
    public void Remove(string did)
    {
        if (_byDid.Remove(did, out var node))
        {
            _bySeen.Remove(node);
        }
    }
}
