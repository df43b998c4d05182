using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Runtime.Storing;

namespace IotHub.Runtime.Notices;

/// <summary>What people were told, newest first; the oldest goes beyond a bound.</summary>
public interface INoticeJournal
{
    /// <summary>Notices, newest first.</summary>
    /// <param name="before">Only those with smaller numbers; null for the newest.</param>
    /// <param name="countMax">At most so many, 1 or more.</param>
    /// <param name="isUnread">True for those only that nobody has read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<ImmutableArray<Notice>> NoticesAsync(long? before, int countMax, bool isUnread, CancellationToken cancellationToken);

    /// <summary>How many nobody has read.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<int> UnreadAsync(CancellationToken cancellationToken);

    /// <summary>Somebody has read all up to a number.</summary>
    /// <param name="upTo">Number of the last that was read.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many are unread then.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    ValueTask<int> MarkReadAsync(long upTo, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Tells everyone something that no automation did, such as a trial of the channels.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    ValueTask TellAsync(string title, string message, Urgency urgency, DateTimeOffset at, CancellationToken cancellationToken);
}
