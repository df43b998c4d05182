using System.Collections.Immutable;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;

namespace IotHub.Api.Notices;

/// <summary>Keeps the newest of what the hub told people, while it runs.</summary>
internal sealed class NoticeBox(TimeProvider time) : IHubPort
{
    /// <summary>Of so many the oldest goes.</summary>
    public const int NoticesMax = 200;

    // Written by the loop's thread alone, whole, so that who reads needs no lock.
    private Shelf _shelf = new(0, []);

    /// <summary>When it began to keep them.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>How many there were, and the newest of them, newest first.</summary>
    public Shelf Now => Volatile.Read(ref _shelf);

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is HubOutput.Notified notified)
            {
                var (count, notices) = _shelf;
                Volatile.Write(ref _shelf, new Shelf(count + 1, [notified, .. notices.Take(NoticesMax - 1)]));
            }
        }
    }

    /// <summary>Notices at a moment.</summary>
    /// <param name="Count">How many there were since the start.</param>
    /// <param name="Notices">The newest, newest first.</param>
    internal sealed record Shelf(long Count, ImmutableArray<HubOutput.Notified> Notices);
}
