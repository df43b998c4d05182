using IotHub.Broker.Sessions;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Subscriptions;

/// <summary>Who receives the messages of one topic from one publisher.</summary>
internal sealed record Route(RouteTarget[] Targets, InProcessSubscriber[] InProcess)
{
    public bool IsEmpty => Targets.Length == 0 && InProcess.Length == 0;

    /// <summary>One entry for each session, overlapping subscriptions merged: highest QoS, all identifiers [MQTT-3.3.4-2] [MQTT-3.3.4-4].</summary>
    public static Route From(List<Subscription> matches, Session? publisher)
    {
        var targets = new Dictionary<Session, RouteTarget>();
        var inProcess = new List<InProcessSubscriber>();
        foreach (var match in matches)
        {
            if (match.InProcess is { } subscriber)
            {
                inProcess.Add(subscriber);
            }
            else if (match.Session is { } session && !(match.NoLocal && session == publisher))
            {
                int[] identifiers = match.Identifier == 0 ? [] : [match.Identifier];
                targets[session] = targets.TryGetValue(session, out var known)
                    ? new RouteTarget(session, Max(known.Qos, match.Qos), known.RetainAsPublished || match.RetainAsPublished, [.. known.Identifiers, .. identifiers])
                    : new RouteTarget(session, match.Qos, match.RetainAsPublished, identifiers);
            }
        }

        return new Route([.. targets.Values], [.. inProcess]);
    }

    private static MqttQos Max(MqttQos a, MqttQos b) => a > b ? a : b;
}

/// <summary>One receiving session.</summary>
internal sealed record RouteTarget(Session Session, MqttQos Qos, bool RetainAsPublished, int[] Identifiers);
