using IotHub.Devices;

namespace IotHub.Simulation.Tests.Checks;

/// <summary>All causes that were told, over all starts of the hub: each chain must lead back to its root.</summary>
internal sealed class CauseBook(int hopsMax)
{
    private readonly Dictionary<long, Cause> _known = [];

    // Causes whose parent is never told itself: the clock.
    private readonly HashSet<long> _ofTheClock = [];

    public void Add(Cause cause, bool followsFromTheClock = false)
    {
        if (_known.TryGetValue(cause.Id, out var other) && other != cause)
        {
            throw new InvariantException($"The cause id {cause.Id} was given out twice: {other} and {cause}.");
        }

        if (cause.Hops > hopsMax)
        {
            throw new InvariantException($"{cause} is {cause.Hops} hops from its root; {hopsMax} are allowed.");
        }

        _known[cause.Id] = cause;
        if (followsFromTheClock)
        {
            _ofTheClock.Add(cause.Id);
        }

        CheckChain(cause);
    }

    private void CheckChain(Cause cause)
    {
        for (var link = cause; link.ParentId != link.Id;)
        {
            if (!_known.TryGetValue(link.ParentId, out var parent))
            {
                if (link.ParentId == link.RootId && _ofTheClock.Contains(link.Id))
                {
                    return;
                }

                throw new InvariantException($"{cause} has a chain that ends nowhere: nobody told of {link.ParentId}.");
            }

            if (parent.RootId != link.RootId || parent.Hops > link.Hops || parent.Id >= link.Id)
            {
                throw new InvariantException($"{link} cannot follow from {parent}.");
            }

            link = parent;
        }
    }
}
