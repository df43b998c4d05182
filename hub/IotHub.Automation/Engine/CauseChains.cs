using IotHub.Devices;

namespace IotHub.Automation.Engine;

/// <summary>Remembers which automations led to each recent run, so that a chain that is cut can be named.</summary>
/// <param name="capacity">How many runs; the oldest is forgotten.</param>
internal sealed class CauseChains(int capacity)
{
    private readonly Dictionary<long, Link> _byCause = [];
    private readonly Queue<long> _oldest = new();

    /// <summary>A run begins.</summary>
    /// <param name="parent">What led to it.</param>
    /// <param name="cause">The run's own cause.</param>
    public void Add(Cause parent, Cause cause)
    {
        if (capacity == 0)
        {
            return;
        }

        if (_oldest.Count == capacity)
        {
            _byCause.Remove(_oldest.Dequeue());
        }

        // A device's report is a cause of its own whose parent is the run that commanded it.
        _byCause[cause.Id] = new Link(cause.By, Find(parent));
        _oldest.Enqueue(cause.Id);
    }

    /// <summary>The chain that ends with one more automation, <c>a → b → a</c>.</summary>
    public string Describe(Cause parent, string automation)
    {
        var names = new Stack<string>();
        names.Push(automation);
        var link = Find(parent);
        for (; link is not null && names.Count <= parent.Hops; link = link.Before)
        {
            names.Push(link.By);
        }

        if (names.Count <= parent.Hops)
        {
            names.Push("…");
        }

        return string.Join(" → ", names);
    }

    private Link? Find(Cause cause) => _byCause.GetValueOrDefault(cause.Id) ?? _byCause.GetValueOrDefault(cause.ParentId);

    // The links before are shared and at most as many as a chain may be long.
    private sealed record Link(string By, Link? Before);
}
