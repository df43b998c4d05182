namespace IotHub.Uplink;

/// <summary>Carries events to one receiver. With nothing to send it opens no connection, unless a setting asks for one.</summary>
public interface IUplink : IAsyncDisposable
{
    /// <summary>Names its cursor in the outbox; stable over restarts.</summary>
    string Name { get; }

    /// <summary>Bytes of the bodies that one batch may hold; at most 60 * 1024, since every CloudEvents intermediary must carry 64 KiB.</summary>
    int BatchBytesMax { get; }

    /// <summary>
    /// Sends events. Returns once the receiver has confirmed, or says what to do instead; one call at a time. Operating trouble is a result and
    /// no exception.
    /// </summary>
    /// <param name="events">In the order of the outbox; at least one.</param>
    /// <param name="cancellationToken">Gives up; the receiver may have the events all the same.</param>
    Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken);
}
