using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Connections;

/// <summary>Signing in again on a connection that stands (section 4.12.1).</summary>
internal sealed class Reauthentication(ScramLogin login)
{
    private readonly ScramDialogue _dialogue = new(login);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when both sides have proved themselves.</summary>
    public Task Done => _done.Task;

    /// <summary>The packet that begins it.</summary>
    public AuthPacket Start()
    {
        var (method, data) = _dialogue.Start();
        return new AuthPacket
        {
            ReasonCode = ReasonCode.ReAuthenticate,
            Properties = new MqttProperties { AuthenticationMethod = method, AuthenticationData = data },
        };
    }

    /// <summary>Takes the server's AUTH.</summary>
    /// <returns>The answer to send; null when the exchange is over, successfully.</returns>
    /// <exception cref="MqttConnectionException">The server is not one to go on with.</exception>
    public AuthPacket? Take(AuthPacket auth)
    {
        if (auth.ReasonCode != ReasonCode.Success)
        {
            return _dialogue.Continue(auth);
        }

        _dialogue.Complete(auth.Properties);
        return null;
    }

    public void Complete() => _done.TrySetResult();
}
