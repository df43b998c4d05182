using IotHub.Broker.Connections;
using IotHub.Broker.Delivery;

namespace IotHub.Broker.Sessions;

/// <summary>All sessions by client id, who owns each, and when each ends.</summary>
internal sealed class SessionTable(BrokerCore core)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private long _assigned;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>A client id that no session has [MQTT-3.2.2-16].</summary>
    public string AssignClientId()
    {
        lock (_lock)
        {
            string id;
            do
            {
                id = $"auto-{++_assigned}";
            }
            while (_sessions.ContainsKey(id));
            return id;
        }
    }

    /// <summary>Gives a client its session.</summary>
    /// <returns>The session and whether it was there; the connection that must be ended first, if there is one; null session when there is no room.</returns>
    public Opening Open(string clientId, bool cleanStart, ClientConnection owner, long lifeMs)
    {
        lock (_lock)
        {
            _sessions.TryGetValue(clientId, out var session);
            if (session?.Owner is { } other)
            {
                return new Opening(null, false, other, null);
            }

            var due = session?.DelayedWill is { } will && cleanStart ? will.Due : null;
            if (session is not null)
            {
                // [MQTT-3.1.3-9]: back before the delay has passed.
                session.DelayedWill = null;
            }

            if (session is not null && cleanStart)
            {
                Remove_NeedsLock(session);
                session = null;
            }

            var present = session is not null;
            if (session is null)
            {
                if (_sessions.Count >= core.Limits.SessionsMax)
                {
                    return new Opening(null, false, null, due);
                }

                session = new Session(clientId, core);
                _sessions[clientId] = session;
            }

            session.Owner = owner;
            session.LifeMs = lifeMs;
            return new Opening(session, present, null, due);
        }
    }

    /// <summary>Whether a Will waits, or must be published before its session is free.</summary>
    public bool IsDelayed(Session session, Mqtt.Packets.WillMessage will)
    {
        lock (_lock)
        {
            return WillDelayMs(session, will) > 0;
        }
    }

    /// <summary>The owner of a session has ended: the session is free, and ends in its time.</summary>
    /// <param name="session">The session.</param>
    /// <param name="owner">Who has ended.</param>
    /// <param name="will">A Will that has a delay; null for none.</param>
    /// <returns>False when the session was another's already.</returns>
    public bool Close(Session session, ClientConnection owner, Mqtt.Packets.WillMessage? will)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(session.Owner, owner))
            {
                return false;
            }

            session.Owner = null;
            session.Detach(owner.Output);
            session.EndsAt = core.Clock.Now + session.LifeMs;
            if (session.LifeMs == 0)
            {
                Remove_NeedsLock(session);
            }
            else if (will is not null)
            {
                session.DelayedWill = new DelayedWill(new DueWill(will, owner.Subject), core.Clock.Now + WillDelayMs(session, will));
            }

            return true;
        }
    }

    /// <summary>Ends sessions whose time has come.</summary>
    /// <returns>Wills whose delay has passed.</returns>
    public List<DueWill> Sweep()
    {
        var due = new List<DueWill>();
        lock (_lock)
        {
            var now = core.Clock.Now;
            foreach (var session in _sessions.Values.Where(session => session.Owner is null).ToList())
            {
                if (session.DelayedWill is { } will && (now >= will.At || now >= session.EndsAt))
                {
                    session.DelayedWill = null;
                    due.Add(will.Due);
                }

                if (now >= session.EndsAt)
                {
                    Remove_NeedsLock(session);
                }
            }
        }

        return due;
    }

    /// <summary>The end of the session ends the delay [MQTT-3.1.3-9].</summary>
    private static long WillDelayMs(Session session, Mqtt.Packets.WillMessage will) =>
        Math.Min((will.Properties.WillDelayInterval ?? 0) * 1000L, session.LifeMs);

    private void Remove_NeedsLock(Session session)
    {
        _sessions.Remove(session.ClientId);
        lock (session.Subscriptions)
        {
            session.HasEnded = true;
            foreach (var subscription in session.Subscriptions.Values)
            {
                core.Subscriptions.Remove(subscription);
            }

            session.Subscriptions.Clear();
        }

        foreach (var left in session.Discard())
        {
            var message = new OutgoingMessage(core.Clock, core.Messages, left.Message);
            left.Recipient.Group!.Deliver(ref message)?.Flush();
            message.Release();
            left.Message.Release();
        }
    }
}

/// <summary>What became of opening a session.</summary>
internal sealed record Opening(Session? Session, bool IsPresent, ClientConnection? InTheWay, DueWill? Will);

/// <summary>A Will to publish now.</summary>
internal sealed record DueWill(Mqtt.Packets.WillMessage Will, Access.AccessSubject Subject);

/// <summary>A Will that waits for its delay.</summary>
/// <param name="Due">The Will.</param>
/// <param name="At">When it is published, in milliseconds of the broker's clock.</param>
internal sealed record DelayedWill(DueWill Due, long At);
