using IotHub.Mqtt.Authentication;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>One SCRAM exchange as properties of CONNECT, AUTH and CONNACK (section 4.12).</summary>
internal sealed class ScramDialogue(ScramLogin login)
{
    private readonly ScramSha256Client _client = new(login.UserName, login.Password, ScramSha256.CreateNonce());
    private bool _isComplete;

    /// <summary>Method and data that begin it.</summary>
    public (string Method, ReadOnlyMemory<byte> Data) Start() => (ScramSha256.MethodName, _client.Start());

    /// <summary>The answer to a server that goes on (0x18).</summary>
    /// <exception cref="MqttConnectionException">The server is not one to go on with.</exception>
    public AuthPacket Continue(AuthPacket asked)
    {
        CheckMethod(asked.Properties);
        if (asked.ReasonCode != ReasonCode.ContinueAuthentication)
        {
            throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "MQTT-4.12.0-2", $"AUTH has reason {asked.ReasonCode}");
        }

        return new AuthPacket
        {
            ReasonCode = ReasonCode.ContinueAuthentication,
            Properties = new MqttProperties { AuthenticationMethod = ScramSha256.MethodName, AuthenticationData = Take(asked.Properties) },
        };
    }

    /// <summary>The server says that all is well (CONNACK, or AUTH 0x00): it must have proved itself by now.</summary>
    /// <exception cref="MqttConnectionException">It has not.</exception>
    public void Complete(MqttProperties properties)
    {
        CheckMethod(properties);
        if (!_isComplete)
        {
            Take(properties);
        }

        if (!_isComplete)
        {
            throw Refused("The server accepted without proving that it knows the password.");
        }
    }

    private static MqttConnectionException Refused(string reason) => MqttConnectionException.Broken(ReasonCode.NotAuthorized, "4.12", reason);

    private static void CheckMethod(MqttProperties properties)
    {
        if (properties.AuthenticationMethod != ScramSha256.MethodName)
        {
            throw MqttConnectionException.Broken(ReasonCode.ProtocolError, "MQTT-4.12.0-5", "The authentication method is not that of CONNECT");
        }
    }

    private ReadOnlyMemory<byte> Take(MqttProperties properties)
    {
        var step = _client.Receive((properties.AuthenticationData ?? default).Span);
        if (step.Status == ScramStatus.Refused)
        {
            throw Refused(step.Reason!);
        }

        _isComplete = step.Status == ScramStatus.Complete;
        return step.Message;
    }
}
