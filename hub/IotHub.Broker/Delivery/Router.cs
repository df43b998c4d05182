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

    /// <summary>Delivers a message to sessions at once, and begins to hand it to subscribers inside the process.</summary>
    /// <param name="message">The message.</param>
    /// <param name="subject">Who published it.</param>
    /// <param name="publisher">Session of the publisher; null for the hub and for Wills.</param>
    /// <param name="cache">Routes of the publisher's connection; null for none.</param>
    /// <param name="dirty">Outputs that were written to and must be flushed.</param>
    /// <param name="handling">Completes when every subscriber inside the process has handled the message.</param>
    /// <param name="cancellationToken">Ends the waiting for subscribers.</param>
    /// <returns>Success, "no matching subscribers", or why it was refused.</returns>
    public ReasonCode Publish(
        ref OutgoingMessage message,
        AccessSubject subject,
        Session? publisher,
        RouteCache? cache,
        List<ConnectionOutput> dirty,
        out ValueTask handling,
        CancellationToken cancellationToken)
    {
        handling = ValueTask.CompletedTask;
        var allowed = Judge(subject, message.Topic);
        if (allowed >= ReasonCode.UnspecifiedError)
        {
            counters.Drop(DropReason.NotAuthorized);
            return allowed;
        }

        var route = message.Retain ? Retain(ref message, publisher) : Find(message.Topic, publisher, cache);
        foreach (var target in route.Targets)
        {
            if (target.Session.Deliver(ref message, target.Qos, message.Retain && target.RetainAsPublished, target.Recipient) is { } output)
            {
                dirty.Add(output);
            }
        }

        foreach (var group in route.Groups)
        {
            if (group.Deliver(ref message) is { } output)
            {
                dirty.Add(output);
            }
        }

        if (route.InProcess.Length > 0)
        {
            var received = new ReceivedPublish(
                Encoding.UTF8.GetString(message.Topic), message.Payload.ToArray(), message.Qos, message.Retain, subject.ClientId);
            handling = HandleAsync(route.InProcess, received, cancellationToken);
            if (!handling.IsCompletedSuccessfully)
            {
                // Others must not wait for these subscribers, who may themselves wait for one of them.
                Flush(dirty);
            }
        }

        return route.IsEmpty ? ReasonCode.NoMatchingSubscribers : ReasonCode.Success;
    }

    /// <summary>What would become of a message, without delivering it.</summary>
    public ReasonCode Examine(ReadOnlySpan<byte> topic, AccessSubject subject, Session? publisher, RouteCache? cache)
    {
        var allowed = Judge(subject, topic);
        if (allowed >= ReasonCode.UnspecifiedError)
        {
            counters.Drop(DropReason.NotAuthorized);
            return allowed;
        }

        return Find(topic, publisher, cache).IsEmpty ? ReasonCode.NoMatchingSubscribers : ReasonCode.Success;
    }

    /// <summary>
    /// Adds a subscription and looks up what is retained for it, as one step beside <see cref="Publish"/>: a retained message that is
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

    private ReasonCode Judge(AccessSubject subject, ReadOnlySpan<byte> topic) =>
        // 4.7.2: clients do not talk to each other on topics that begin with '$'; they are the server's.
        topic[0] == (byte)'$' && !subject.IsInProcess ? ReasonCode.NotAuthorized : policy.Publish(subject, topic);

    private async ValueTask HandleAsync(InProcessSubscriber[] subscribers, ReceivedPublish received, CancellationToken cancellationToken)
    {
        foreach (var subscriber in subscribers)
        {
            await GuardAsync(subscriber.HandleAsync, received, cancellationToken);
        }
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

    private Route Find(ReadOnlySpan<byte> topic, Session? publisher, RouteCache? cache) =>
        cache is null ? Route.From(subscriptions.Match(topic), publisher) : cache.Get(topic, publisher);

    private Route Retain(ref OutgoingMessage message, Session? publisher)
    {
        lock (_retaining)
        {
            if (!retained.Set(in message))
            {
                counters.Drop(DropReason.RetainedFull);
            }

            return Find(message.Topic, publisher, null);
        }
    }

    [LoggerMessage(3010, LogLevel.Error, "A subscriber inside the hub failed on a message on {Topic}")]
    private partial void LogSubscriberFailed(Exception error, string topic);
}
