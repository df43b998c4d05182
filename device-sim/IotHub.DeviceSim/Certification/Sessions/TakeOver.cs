using IotHub.Mqtt.Client;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>
/// Has the broker drop the device: a second connection with the device's client id ends the first, as every broker must do. It is given up
/// at once, so that the device can come back.
/// </summary>
internal static class TakeOver
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    /// <returns>False when the broker did not let it in.</returns>
    public static async Task<bool> DropAsync(CertificationOptions options, string clientId, IPatience patience, CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource();
        using var client = new MqttClient(
            new MqttClientOptions
            {
                Host = options.Endpoint.Host,
                Port = options.Endpoint.Port,

                // With a clean start: some brokers keep the Will of a session that goes on, and here it is to be said.
                Version = MqttProtocolVersion.V311,
                CleanStart = true,
                ClientId = clientId,
                UserName = options.UserName,
                Password = options.Password,

                // No second try: it would throw the device out again.
                BackOffMin = TimeSpan.FromSeconds(600),
                BackOffMax = TimeSpan.FromSeconds(600),
            },
            patience.Time,
            new Random(options.Seed),
            options.Endpoint.Connector);
        var connected = client.WaitConnectedAsync(cancellationToken);
        var running = client.RunAsync(stop.Token);
        await patience.WaitAsync(connected, ConnectTime, cancellationToken);
        var isIn = connected.IsCompletedSuccessfully;
        await stop.CancelAsync();
        await running;
        return isIn;
    }
}
