namespace IotHub.Uplink.Outbox;

/// <summary>Events that wait to be sent. Each uplink has a cursor of its own, so one that is dead holds up nobody.</summary>
public interface IOutbox
{
    /// <summary>Makes a cursor for each uplink that has none, behind all that is there, and forgets the others.</summary>
    /// <param name="uplinks">Names of all uplinks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask RegisterAsync(IReadOnlyCollection<string> uplinks, CancellationToken cancellationToken);

    /// <summary>The next events of an uplink, in order; none where nothing may be sent or is there.</summary>
    /// <param name="uplink">Its name.</param>
    /// <param name="bytesMax">Of their bodies; the first comes even if it is larger.</param>
    /// <param name="countMax">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<IReadOnlyList<OutboxEvent>> ReadAsync(string uplink, int bytesMax, int countMax, CancellationToken cancellationToken);

    /// <summary>The receiver has all up to a place.</summary>
    ValueTask AcceptAsync(string uplink, long upTo, CancellationToken cancellationToken);

    /// <summary>The receiver will never take this one: it is set aside for the owner to see, and the uplink goes on behind it.</summary>
    ValueTask SetAsideAsync(string uplink, OutboxEvent refused, string reason, CancellationToken cancellationToken);

    /// <summary>Completes once something was recorded after it was asked for.</summary>
    Task WhenRecordedAsync(CancellationToken cancellationToken);
}
