using IotHub.Broker;

namespace IotHub.Host.Running;

/// <summary>
/// Says goodbye to the broker's clients as soon as the hub begins to stop: the web server, which stops first, otherwise waits for their
/// connections to end by themselves.
/// </summary>
internal sealed class BrokerStop(MqttBroker broker, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task _stopped = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _stopped = broker.StopAsync(CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _stopped.WaitAsync(cancellationToken);
}
