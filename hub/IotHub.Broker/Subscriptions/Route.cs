using IotHub.Broker.Sessions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Subscriptions;

/// <summary>Who receives the messages of one topic from one publisher.</summary>
/// <param name="Targets">Sessions, each once.</param>
/// <param name="Groups">Shared subscriptions, of each of which one member receives.</param>
/// <param name="InProcess">Subscribers inside the process.</param>
internal sealed record Route(RouteTarget[] Targets, SharedGroup[] Groups, InProcessSubscriber[] InProcess)
{
    public bool IsEmpty => Targets.Length == 0 && Groups.Length == 0 && InProcess.Length == 0;

    /// <summary>One entry for each session, overlapping subscriptions merged: highest QoS, all identifiers [MQTT-3.3.4-2] [MQTT-3.3.4-4].</summary>
    public static Route From(List<Subscription> matches, Session? publisher)
    {
        // Most topics have one receiver, which needs no merging.
        if (matches is [{ Session: { } only } single])
        {
            return single.NoLocal && only == publisher ? new Route([], [], []) : new Route([TargetOf(single, only)], [], []);
        }

        var targets = new Dictionary<Session, RouteTarget>();
        var groups = new List<SharedGroup>();
        var inProcess = new List<InProcessSubscriber>();
        foreach (var match in matches)
        {
            if (match.InProcess is { } subscriber)
            {
                inProcess.Add(subscriber);
            }
            else if (match.Group is { } group)
            {
                groups.Add(group);
            }
            else if (match.Session is { } session && !(match.NoLocal && session == publisher))
            {
                var target = TargetOf(match, session);
                targets[session] = targets.TryGetValue(session, out var known)
                    ? new RouteTarget(
                        session, Max(known.Qos, match.Qos), known.RetainAsPublished || match.RetainAsPublished, Recipient.Of([.. known.Recipient.Identifiers, .. target.Recipient.Identifiers]))
                    : target;
            }
        }

        return new Route([.. targets.Values], [.. groups], [.. inProcess]);
    }

    private static RouteTarget TargetOf(Subscription match, Session session) => new(session, match.Qos, match.RetainAsPublished, match.Recipient);

    private static MqttQos Max(MqttQos a, MqttQos b) => a > b ? a : b;
}

/// <summary>One receiving session.</summary>
internal sealed record RouteTarget(Session Session, MqttQos Qos, bool RetainAsPublished, Recipient Recipient);
