using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;

namespace IotHub.Broker.Subscriptions;

/// <summary>Sessions that share a subscription: each message goes to one of them, in turn (section 4.8.2).</summary>
internal sealed class SharedGroup
{
    private volatile Subscription[] _members = [];
    private int _turn = -1;

    public bool IsEmpty => _members.Length == 0;

    /// <summary>Adds a member, or puts it in the place of what it was. Guarded by the subscription table's lock.</summary>
    public void Add(Subscription member) => _members = [.. _members.Where(other => other.Session != member.Session), member];

    /// <summary>Takes a member out. Guarded as <see cref="Add"/>.</summary>
    public void Remove(Subscription member) => _members = [.. _members.Where(other => other.Session != member.Session)];

    /// <summary>
    /// Gives a message to the member whose turn it is: the next that is connected and not behind, else the next that is connected, else the
    /// next, for which it waits if its QoS allows.
    /// </summary>
    public ConnectionOutput? Deliver(ref OutgoingMessage message)
    {
        var members = _members;
        if (members.Length == 0)
        {
            return null;
        }

        var first = (int)((uint)Interlocked.Increment(ref _turn) % (uint)members.Length);
        var chosen = members[first];
        var isOnline = chosen.Session!.IsOnline;
        for (var i = 0; i < members.Length; i++)
        {
            var member = members[(first + i) % members.Length];
            if (member.Session!.IsReady)
            {
                chosen = member;
                break;
            }

            if (!isOnline && member.Session.IsOnline)
            {
                chosen = member;
                isOnline = true;
            }
        }

        return chosen.Session!.Deliver(ref message, chosen.Qos, message.Retain && chosen.RetainAsPublished, Recipient.Of(chosen.Recipient.Identifiers, this));
    }
}
