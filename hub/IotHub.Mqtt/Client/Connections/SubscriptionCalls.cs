using System.Collections.Immutable;
using IotHub.Mqtt.Client.Sessions;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>SUBSCRIBEs and UNSUBSCRIBEs of one connection, from the request to its answer.</summary>
internal sealed class SubscriptionCalls(SubscriptionTable table, ServerLimits server, Action<MqttPacket> send)
{
    /// <summary>Filters in one packet: a few dozen keep it well under any server's limit.</summary>
    private const int FiltersMax = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, Call> _open = [];
    private readonly HashSet<object> _asked = [];
    private ushort _lastId = InFlightTable.PacketIdMax;

    /// <summary>Asks for what was not asked for on this connection yet.</summary>
    /// <returns>Completes when the server has answered.</returns>
    public Task Subscribe(IEnumerable<Subscription> subscriptions)
    {
        var answers = new List<Task>();
        lock (_lock)
        {
            // A subscription made while the connection comes up may be asked for from both sides; once is enough.
            var wanted = subscriptions.Where(one => !one.IsGranted && _asked.Add(one) && IsTaken(one)).ToList();

            // An identifier and user properties belong to the packet: such a subscription has one for itself.
            foreach (var alone in wanted.Where(IsAlone).Select(one => (ImmutableArray<Subscription>)[one]))
            {
                answers.Add(Ask_NeedsLock(alone));
            }

            answers.AddRange(wanted.Where(one => !IsAlone(one)).Chunk(FiltersMax).Select(some => Ask_NeedsLock([.. some])));
        }

        return Task.WhenAll(answers);
    }

    /// <summary>Asks the server to forget filters.</summary>
    /// <returns>Completes when the server has answered.</returns>
    public Task Unsubscribe(IEnumerable<Unsubscription> leaving)
    {
        var answers = new List<Task>();
        lock (_lock)
        {
            foreach (var some in leaving.Where(_asked.Add).Chunk(FiltersMax))
            {
                var packet = new UnsubscribePacket { PacketId = NextId_NeedsLock(), Filters = [.. some.Select(one => one.Filter)] };
                if (server.Check(packet) is { } refusal)
                {
                    foreach (var one in some)
                    {
                        table.Remove(one);
                        one.Refuse(refusal);
                    }

                    continue;
                }

                answers.Add(Send_NeedsLock(packet.PacketId, packet, new Call([], [.. some])));
            }
        }

        return Task.WhenAll(answers);
    }

    /// <exception cref="MqttConnectionException">It is no answer to what was asked.</exception>
    public void Take(SubackPacket suback)
    {
        var call = TakeCall(suback.PacketId);
        if (call is null || call.Subscriptions.Length != suback.ReasonCodes.Length)
        {
            throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "MQTT-3.8.4-6", $"SUBACK {suback.PacketId} does not answer a SUBSCRIBE code by code");
        }

        table.Answer(call.Subscriptions, suback);
        call.Done.TrySetResult();
    }

    /// <exception cref="MqttConnectionException">It is no answer to what was asked.</exception>
    public void Take(UnsubackPacket unsuback)
    {
        var call = TakeCall(unsuback.PacketId);
        if (call is null || call.Leaving.IsEmpty || (server.Version == MqttProtocolVersion.V50 && unsuback.ReasonCodes.Length != call.Leaving.Length))
        {
            throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "MQTT-3.11.3-1", $"UNSUBACK {unsuback.PacketId} does not answer an UNSUBSCRIBE code by code");
        }

        for (var i = 0; i < call.Leaving.Length; i++)
        {
            table.Remove(call.Leaving[i]);
            call.Leaving[i].Answer(unsuback.ReasonCodes.IsEmpty ? ReasonCode.Success : unsuback.ReasonCodes[i], unsuback.Properties.ReasonString);
        }

        call.Done.TrySetResult();
    }

    private static bool IsAlone(Subscription one) => one.Request.Identifier is not null || !one.Request.UserProperties.IsDefaultOrEmpty;

    private static SubscribePacket PacketOf(ushort id, ImmutableArray<Subscription> subscriptions)
    {
        var first = subscriptions[0].Request;
        return new SubscribePacket
        {
            PacketId = id,
            Subscriptions =
            [
                .. subscriptions.Select(one => one.Request)
                    .Select(one => new SubscriptionRequest(one.Filter, one.Qos, one.NoLocal, one.RetainAsPublished, one.RetainHandling)),
            ],
            Properties = !IsAlone(subscriptions[0])
                ? MqttProperties.Empty
                : new MqttProperties { SubscriptionIdentifiers = first.Identifier is { } identifier ? [identifier] : [], UserProperties = first.UserProperties },
        };
    }

    private bool IsTaken(Subscription one)
    {
        if (server.Check(one.Request) is not { } refusal)
        {
            return true;
        }

        table.Refuse(one, refusal);
        return false;
    }

    private Task Ask_NeedsLock(ImmutableArray<Subscription> subscriptions)
    {
        var answers = new List<Task>();
        var parts = new Stack<ImmutableArray<Subscription>>([subscriptions]);
        while (parts.TryPop(out var part))
        {
            var id = NextId_NeedsLock();
            var packet = PacketOf(id, part);
            if (server.Check(packet) is not { } refusal)
            {
                answers.Add(Send_NeedsLock(id, packet, new Call(part, [])));
            }
            else if (part.Length > 1)
            {
                // Together they are too large for the server; at most 32 become two times 16 and so on.
                parts.Push(part[(part.Length / 2)..]);
                parts.Push(part[..(part.Length / 2)]);
            }
            else
            {
                table.Refuse(part[0], refusal);
            }
        }

        return Task.WhenAll(answers);
    }

    private Task Send_NeedsLock(ushort id, MqttPacket packet, Call call)
    {
        _open.Add(id, call);
        send(packet);
        return call.Done.Task;
    }

    private ushort NextId_NeedsLock()
    {
        // Packet ids of all kinds share one space [MQTT-2.2.1-3]: requests have the upper quarter, PUBLISH the rest.
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)(InFlightTable.PacketIdMax + 1) : (ushort)(_lastId + 1);
        }
        while (_open.ContainsKey(_lastId));
        return _lastId;
    }

    private Call? TakeCall(ushort id)
    {
        lock (_lock)
        {
            _open.Remove(id, out var call);
            return call;
        }
    }

    private sealed record Call(ImmutableArray<Subscription> Subscriptions, ImmutableArray<Unsubscription> Leaving)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
