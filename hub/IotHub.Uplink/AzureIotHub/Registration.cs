using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>Asks the provisioning service where a device belongs.</summary>
internal sealed class Registration(
    AzureIotHubUplinkOptions options, X509Certificate2Collection? authorities, X509Certificate2? certificate, TimeProvider time, Chance chance)
{
    private const string ApiVersion = "2019-03-31";
    private const string Answers = "$dps/registrations/res/#";
    private const string AnswerPrefix = "$dps/registrations/res/";
    private readonly Lock _lock = new();
    private TaskCompletionSource<(int Status, string Query, JsonObject? Body)> _answer = NewSource();
    private string _rid = "";
    private int _lastRid;

    /// <summary>The key that the device signs with, to both services; empty with a certificate.</summary>
    public ReadOnlyMemory<byte> Key { get; } =
        options.DeviceKey.Length > 0 ? Convert.FromBase64String(options.DeviceKey)
        : options.GroupKey.Length > 0 ? SharedAccessSignature.DeriveKey(Convert.FromBase64String(options.GroupKey), options.RegistrationId)
        : ReadOnlyMemory<byte>.Empty;

    /// <summary>Registers.</summary>
    /// <exception cref="MqttConnectionException">The service cannot be reached, refused the connection or ended it.</exception>
    /// <exception cref="RegistrationException">It refused the device, or did not come to an end in time.</exception>
    public async Task<DeviceIdentity> RunAsync(CancellationToken cancellationToken)
    {
        var (target, connector) = AzureEndpoint.Of(options, options.ProvisioningHost, authorities, certificate);
        var client = new MqttClientOptions
        {
            Host = target.Host,
            Port = target.Port,
            ClientId = options.RegistrationId,
            Version = MqttProtocolVersion.V311,
            CleanStart = true,
            UserName = $"{options.IdScope}/registrations/{options.RegistrationId}/api-version={ApiVersion}&ClientVersion={Uri.EscapeDataString("mihub/1")}",
            Password = certificate is not null ? null : SharedAccessSignature.Create(
                $"{options.IdScope}/registrations/{options.RegistrationId}", Key.Span, time.GetUtcNow() + options.TokenLife, "registration"),
            ResponseTimeout = options.SendTimeout,
        };
        using var patience = new CancellationTokenSource(AzureIotHubLimits.ProvisioningTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            Task subscribing = Task.CompletedTask;
            await using var connection = await MqttSingleConnection.OpenAsync(
                client, connector, time, new Random(chance.Seed()), made => subscribing = made.SubscribeAsync(Answers, MqttQos.AtLeastOnce, TakeAsync, either.Token), either.Token);
            await subscribing;
            return await RegisterAsync(connection, either.Token);
        }
        catch (MqttRefusedException refusal)
        {
            throw new RegistrationException($"The provisioning service refused: {refusal.Message}", isFinal: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistrationException($"The provisioning service did not assign a hub within {AzureIotHubLimits.ProvisioningTimeout.TotalMinutes} minutes.", isFinal: false);
        }
    }

    private static TaskCompletionSource<(int Status, string Query, JsonObject? Body)> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<DeviceIdentity> RegisterAsync(MqttSingleConnection connection, CancellationToken cancellationToken)
    {
        var begin = TwinJson.Bytes(new JsonObject { ["registrationId"] = options.RegistrationId });
        string? operation = null;
        while (true)
        {
            var (status, query, body) = operation is null
                ? await AskAsync(connection, "$dps/registrations/PUT/iotdps-register/?$rid={0}", begin, cancellationToken)
                : await AskAsync(connection, $"$dps/registrations/GET/iotdps-get-operationstatus/?$rid={{0}}&operationId={operation}", ReadOnlyMemory<byte>.Empty, cancellationToken);
            if (status is >= 300 and < 429)
            {
                throw new RegistrationException($"The provisioning service refused the device with {status}: {body?["message"]}", isFinal: true);
            }

            switch ((string?)body?["status"])
            {
                case "assigned" when body["registrationState"] is JsonObject state && (string?)state["assignedHub"] is { } hub && (string?)state["deviceId"] is { } device:
                    return new DeviceIdentity(hub, device, null, Key, null, null) { Certificate = certificate };
                case "failed" or "disabled":
                    throw new RegistrationException($"The provisioning service did not assign a hub: {body["registrationState"]?["errorMessage"] ?? body["status"]}", isFinal: true);
                default:
                    operation = (string?)body?["operationId"] ?? operation;
                    await Task.Delay(Pause(query), time, cancellationToken);
                    break;
            }
        }
    }

    private static TimeSpan Pause(string query)
    {
        var asked = int.TryParse(DeviceTopics.Query(query, "retry-after"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : AzureIotHubLimits.ProvisioningPoll;
        return asked > AzureIotHubLimits.ProvisioningPollMax ? AzureIotHubLimits.ProvisioningPollMax
            : asked < UplinkLimits.RetryAfterMin ? UplinkLimits.RetryAfterMin
            : asked;
    }

    private async Task<(int Status, string Query, JsonObject? Body)> AskAsync(MqttSingleConnection connection, string topic, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        Task<(int, string, JsonObject?)> answer;
        lock (_lock)
        {
            _rid = (++_lastRid).ToString(CultureInfo.InvariantCulture);
            _answer = NewSource();
            answer = _answer.Task;
        }

        await connection.Client.PublishAsync(topic.Replace("{0}", _rid, StringComparison.Ordinal), body, MqttQos.AtLeastOnce, retain: false, cancellationToken);
        if (await Task.WhenAny(answer, connection.Ended).WaitAsync(cancellationToken) != answer)
        {
            throw await connection.Ended;
        }

        return await answer;
    }

    private ValueTask TakeAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (message.Topic[AnswerPrefix.Length..].Split('/', 2) is [var status, var query]
            && int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            lock (_lock)
            {
                if (DeviceTopics.Query(query, "$rid") == _rid)
                {
                    _answer.TrySetResult((code, query, TwinJson.Object(message.Payload.Span)));
                }
            }
        }

        return ValueTask.CompletedTask;
    }
}
