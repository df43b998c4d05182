using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.AzureEmulator.Connections;
using IotHub.Mqtt.Packets;

namespace IotHub.AzureEmulator.Provisioning;

/// <summary>A device's connection to the provisioning service.</summary>
internal sealed class RegistrationConnection(EmulatedHub hub, ProvisioningDesk desk, MqttPeer peer, string registrationId, string? thumbprint) : IMqttEndpoint
{
    private const string Answers = "$dps/registrations/res/#";
    private const string Register = "$dps/registrations/PUT/iotdps-register/?";
    private const string Ask = "$dps/registrations/GET/iotdps-get-operationstatus/?";

    public void Take(MqttPacket packet)
    {
        lock (hub.Gate)
        {
            switch (packet)
            {
                case SubscribePacket subscribe:
                    peer.Send(new SubackPacket
                    {
                        PacketId = subscribe.PacketId,
                        ReasonCodes = [.. subscribe.Subscriptions.Select(request => request.Filter == Answers ? (ReasonCode)Math.Min((int)request.Qos, 1) : ReasonCode.UnspecifiedError)],
                    });
                    break;
                case UnsubscribePacket unsubscribe:
                    peer.Send(new UnsubackPacket { PacketId = unsubscribe.PacketId });
                    break;
                case PublishPacket publish:
                    Take(publish);
                    break;
                case PubackPacket:
                    break;
                default:
                    peer.Close();
                    break;
            }
        }
    }

    public void Ended(bool isGraceful) => hub.Record.Add($"{registrationId} registration {(isGraceful ? "disconnected" : "lost")}");

    private void Take(PublishPacket publish)
    {
        if (publish.Qos == MqttQos.AtLeastOnce)
        {
            peer.Send(new PubackPacket { PacketId = publish.PacketId });
        }

        var topic = publish.GetTopicText();
        if (topic.StartsWith(Register, StringComparison.Ordinal))
        {
            Answer(Query(topic[Register.Length..]), query => Begin(publish));
        }
        else if (topic.StartsWith(Ask, StringComparison.Ordinal))
        {
            Answer(Query(topic[Ask.Length..]), Poll);
        }
        else
        {
            peer.Close();
        }
    }

    private static Dictionary<string, string> Query(string text) =>
        text.Split('&').Select(item => item.Split('=', 2)).Where(item => item.Length == 2).GroupBy(item => item[0]).ToDictionary(item => item.Key, item => item.First()[1]);

    private void Answer(Dictionary<string, string> query, Func<Dictionary<string, string>, (int Status, JsonObject Body)> act)
    {
        var rid = query.GetValueOrDefault("$rid", "");
        var (status, body) = hub.Faults.TakeProvisioningFailure()
            ? (hub.Faults.ProvisioningCode, new JsonObject { ["errorCode"] = hub.Faults.ProvisioningCode * 1000, ["message"] = "On request." })
            : act(query);
        var wait = status is 202 or >= 429 && hub.Options.ProvisioningRetryAfter > 0 ? $"&retry-after={hub.Options.ProvisioningRetryAfter}" : "";
        hub.Record.Add($"{registrationId} registration {status}");
        peer.Send(PublishPacket.Create($"$dps/registrations/res/{status}/?$rid={rid}{wait}", JsonSerializer.SerializeToUtf8Bytes(body)));
    }

    private (int Status, JsonObject Body) Begin(PublishPacket publish)
    {
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(publish.Payload.Span);
        }
        catch (JsonException)
        {
            body = null;
        }

        if (body is not JsonObject request || request["registrationId"]?.GetValue<string>() != registrationId)
        {
            return (400, new JsonObject { ["errorCode"] = 400_004, ["message"] = "The body does not bear the registration id." });
        }

        var registration = desk.Begin(registrationId, thumbprint);
        return (202, new JsonObject { ["operationId"] = registration.OperationId, ["status"] = "assigning" });
    }

    private (int Status, JsonObject Body) Poll(Dictionary<string, string> query)
    {
        if (desk.Find(query.GetValueOrDefault("operationId", "")) is not { } registration || registration.RegistrationId != registrationId)
        {
            return (404, new JsonObject { ["errorCode"] = 404_201, ["message"] = "There is no such operation." });
        }

        if (registration.PollsLeft-- > 0)
        {
            return (202, new JsonObject { ["operationId"] = registration.OperationId, ["status"] = "assigning" });
        }

        desk.Assign(registration);
        return (200, new JsonObject
        {
            ["operationId"] = registration.OperationId,
            ["status"] = "assigned",
            ["registrationState"] = new JsonObject
            {
                ["registrationId"] = registrationId,
                ["assignedHub"] = hub.Options.HostName,
                ["deviceId"] = registrationId,
                ["status"] = "assigned",
            },
        });
    }
}
