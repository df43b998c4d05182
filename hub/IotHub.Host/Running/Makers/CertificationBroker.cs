using System.Net;
using IotHub.Broker;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners.Sockets;
using IotHub.DeviceSim.Devices;

namespace IotHub.Host.Running.Makers;

/// <summary>A broker for one certification: nothing on it but the device and whoever plays the hub, and nothing of it reaches the home.</summary>
internal sealed class CertificationBroker : IAsyncDisposable
{
    private readonly MqttBroker _broker;
    private readonly MqttSocketListener _listener;

    private CertificationBroker(MqttBroker broker, MqttSocketListener listener) => (_broker, _listener) = (broker, listener);

    /// <summary>Where it listens.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Where something in this process reaches it.</summary>
    public MqttEndpoint Endpoint => new(
        Address.Address.Equals(IPAddress.Any) || Address.Address.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : Address.Address.ToString(), Address.Port);

    /// <summary>Opens one on a port that the system chooses, or on a certain one.</summary>
    /// <exception cref="IOException">The address cannot be had.</exception>
    public static async Task<CertificationBroker> OpenAsync(IPEndPoint address, ILogger<MqttBroker> logger)
    {
#pragma warning disable CA2000 // Disposed of with what is returned, or below.
        var broker = new MqttBroker(new BrokerLimits(), new AllowAllPolicy(), TimeProvider.System, logger);
        var listener = new MqttSocketListener(broker, loops: 1);
#pragma warning restore CA2000
        try
        {
            return new CertificationBroker(broker, listener) { Address = (IPEndPoint)listener.Listen(address) };
        }
        catch (IOException)
        {
            await listener.DisposeAsync();
            broker.Dispose();
            throw;
        }
    }

    /// <summary>Ends all connections and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _broker.Dispose();
    }
}
