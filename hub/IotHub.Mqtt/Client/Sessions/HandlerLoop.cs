using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>Hands messages to their handlers, one after the other, and acknowledges each after its handlers.</summary>
internal sealed class HandlerLoop(ClientSession session, Action<string, Exception> failed)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Each by itself, and not by an asynchronous stream: that one would go on at the thread pool whatever the application's context is.
            while (true)
            {
                var received = await session.Inbox.Waiting.ReadAsync(cancellationToken);
                if (session.Inbox.IsNew(received))
                {
                    await HandleAsync(received.Packet, cancellationToken);
                    session.Inbox.Handled(received);
                }

                received.Connection.Acknowledge(received.Packet);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async ValueTask HandleAsync(PublishPacket packet, CancellationToken cancellationToken)
    {
        var message = new MqttMessage(packet.GetTopicText(), packet.Payload, packet.Qos, packet.Retain) { Properties = packet.Properties };
        var isHandled = false;
        foreach (var subscription in session.Subscriptions.HandlersOf(packet))
        {
            isHandled = true;
            try
            {
                await subscription.Handler(message, cancellationToken);
            }
#pragma warning disable CA1031 // The boundary of one message: a handler's fault must not stop the others' messages.
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failed(subscription.Filter, exception);
            }
        }

        if (!isHandled)
        {
            session.Counters.Dropped();
        }
    }
}
