using System.Diagnostics.CodeAnalysis;
using System.Text;
using IotHub.Broker.Access;
using IotHub.Broker.Connections;
using IotHub.Broker.Retained;
using IotHub.Broker.Sessions;
using IotHub.Broker.Subscriptions;
using IotHub.Mqtt.Packets;
using Microsoft.Extensions.Logging;

namespace IotHub.Broker.Delivery;

/// <summary>The one way of a message to its receivers, whoever published it: access, retained store, sessions, subscribers inside the process.</summary>
internal sealed partial class Router(
    SubscriptionTable subscriptions, RetainedStore retained, IAccessPolicy policy, BrokerCounters counters, ILogger logger)
{
    private readonly Lock _retaining = new();

    public IAccessPolicy Policy => policy;

    /// <summary>Delivers a message; completes when every subscriber inside the process has handled it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="subject">Who published it.</param>
    /// <param name="publisher">Session of the publisher; null for the hub and for Wills.</param>
    /// <param name="cache">Routes of the publisher's connection; null for none.</param>
    /// <param name="dirty">Outputs that were written to and must be flushed.</param>
    /// <param name="cancellationToken">Ends the waiting for subscribers.</param>
    /// <returns>Success, "no matching subscribers", or why it was refused.</returns>
    public ValueTask<ReasonCode> PublishAsync(
        Publication message, AccessSubject subject, Session? publisher, RouteCache? cache, List<ConnectionOutput> dirty, CancellationToken cancellationToken)
    {
        var allowed = policy.Publish(subject, message.Topic.Span);
        if (allowed >= ReasonCode.UnspecifiedError)
        {
            counters.Drop(DropReason.NotAuthorized);
            return ValueTask.FromResult(allowed);
        }

        var route = message.Retain ? Retain(message, publisher) : Find(message, publisher, cache);
        foreach (var target in route.Targets)
        {
            if (target.Session.Deliver(message, target.Qos, message.Retain && target.RetainAsPublished, target.Identifiers) is { } output && output.MarkDirty())
            {
                dirty.Add(output);
            }
        }

        if (route.InProcess.Length == 0)
        {
            return ValueTask.FromResult(route.IsEmpty ? ReasonCode.NoMatchingSubscribers : ReasonCode.Success);
        }

        return InProcessAsync(route.InProcess, message, subject.ClientId, dirty, cancellationToken);
    }

    /// <summary>
    /// Adds a subscription and looks up what is retained for it, as one step beside <see cref="PublishAsync"/>: a retained message that is
    /// published meanwhile comes to the new subscriber either as retained or as new, never as both.
    /// </summary>
    public void SubscribeAndReplay(Action add, Action replay)
    {
        lock (_retaining)
        {
            add();
            replay();
        }
    }

    /// <summary>Flushes and forgets.</summary>
    public static void Flush(List<ConnectionOutput> dirty)
    {
        foreach (var output in dirty)
        {
            output.Flush();
        }

        dirty.Clear();
    }

    /// <summary>Hands what is retained to a subscriber inside the process, in order.</summary>
    public async Task HandleRetainedAsync(InProcessSubscriber subscriber, List<StoredMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var received = new ReceivedPublish(Encoding.UTF8.GetString(message.Topic), message.Payload, message.Qos, Retain: true, message.Publisher);
            await GuardAsync(subscriber.HandleRetainedAsync, received, cancellationToken);
        }
    }

    private async ValueTask<ReasonCode> InProcessAsync(
        InProcessSubscriber[] subscribers, Publication message, string clientId, List<ConnectionOutput> dirty, CancellationToken cancellationToken)
    {
        var received = new ReceivedPublish(Encoding.UTF8.GetString(message.Topic.Span), message.Payload, message.Qos, message.Retain, clientId);
        foreach (var subscriber in subscribers)
        {
            var handling = GuardAsync(subscriber.HandleAsync, received, cancellationToken);
            if (!handling.IsCompletedSuccessfully)
            {
                // Others must not wait for this subscriber, and it may itself wait for one of them.
                Flush(dirty);
            }

            await handling;
        }

        return ReasonCode.Success;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Boundary of one subscriber: its failure is logged and counted and must not close the publisher's connection.")]
    private async ValueTask GuardAsync(
        Func<ReceivedPublish, CancellationToken, ValueTask> handle, ReceivedPublish message, CancellationToken cancellationToken)
    {
        try
        {
            await handle(message, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            counters.Drop(DropReason.SubscriberFailed);
            LogSubscriberFailed(error, message.Topic);
        }
    }

    [LoggerMessage(3010, LogLevel.Error, "A subscriber inside the hub failed on a message on {Topic}")]
    private partial void LogSubscriberFailed(Exception error, string topic);

    private Route Find(Publication message, Session? publisher, RouteCache? cache) =>
        cache is null ? Route.From(subscriptions.Match(message.Topic.Span), publisher) : cache.Get(message.Topic.Span, publisher);

    private Route Retain(Publication message, Session? publisher)
    {
        lock (_retaining)
        {
            if (!retained.Set(message))
            {
                counters.Drop(DropReason.RetainedFull);
            }

            return Find(message, publisher, null);
        }
    }
}
