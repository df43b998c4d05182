using System.Collections.Immutable;
using IotHub.Automation.Actions;
using IotHub.Runtime;
using IotHub.Runtime.Notices;
using IotHub.Storage.Writer;
using IotHub.Uplink;
using IotHub.Uplink.Outbox;

namespace IotHub.Storage;

/// <summary>What people were told: written in the transaction of what came with it, read by them, and carried out by channels.</summary>
public sealed partial class HubStore : INoticeJournal
{
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HubOutput? _noticesOf;

    private NoticeTable Notices => field ??= new NoticeTable(_hub.Database, _options);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Notice>> NoticesAsync(long? before, int countMax, bool isUnread, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return _gate.EnterAsync(() => Notices.Read(before, countMax, isUnread), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> UnreadAsync(CancellationToken cancellationToken) => _gate.EnterAsync(Notices.Unread, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> MarkReadAsync(long upTo, DateTimeOffset at, CancellationToken cancellationToken) => _gate.EnterAsync(
        () =>
        {
            WriteHub(() => Notices.MarkRead(upTo, at));
            return Notices.Unread();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask TellAsync(string title, string message, Urgency urgency, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(
            () =>
            {
                WriteHub(() => Notices.Add(at, [], title, message, urgency, string.Empty));
                return true;
            },
            cancellationToken);
        TellNotices();
    }

    /// <summary>Notices as channels carry them out, each at its own pace. What is older than a day is passed over: nobody wants to hear of yesterday's washing.</summary>
    /// <param name="time">The clock.</param>
    public IOutbox NoticeOutbox(TimeProvider time) => new NoticesOut(this, time);

    /// <summary>What of a batch people are told, unless it was written before: a batch comes again when its history could not be written.</summary>
    private List<HubOutput.Notified> NoticesOf(IReadOnlyList<HubOutput> batch) => batch is [] || ReferenceEquals(_noticesOf, batch[0]) ? [] : [.. batch.OfType<HubOutput.Notified>()];

    private void NoticesWritten(IReadOnlyList<HubOutput> batch, List<HubOutput.Notified> notices)
    {
        _noticesOf = batch[0];
        if (notices.Count > 0)
        {
            TellNotices();
        }
    }

    private void TellNotices() =>
        Interlocked.Exchange(ref _told, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private sealed class NoticesOut(HubStore store, TimeProvider time) : IOutbox
    {
        private static readonly TimeSpan AgeMax = TimeSpan.FromDays(1);

        public ValueTask RegisterAsync(IReadOnlyCollection<string> uplinks, CancellationToken cancellationToken) => WriteAsync(table => table.Register(uplinks), cancellationToken);

        public ValueTask<IReadOnlyList<OutboxEvent>> ReadAsync(string uplink, int bytesMax, int countMax, CancellationToken cancellationToken) => store._gate.EnterAsync(
            () =>
            {
                IReadOnlyList<OutboxEvent> next = [];
                store.WriteHub(() => next = store.Notices.Next(uplink, bytesMax, countMax, time.GetUtcNow() - AgeMax));
                return next;
            },
            cancellationToken);

        public ValueTask AcceptAsync(string uplink, long upTo, CancellationToken cancellationToken) => WriteAsync(table => table.Accept(uplink, upTo), cancellationToken);

        public ValueTask SetAsideAsync(string uplink, OutboxEvent refused, string reason, CancellationToken cancellationToken) =>
            WriteAsync(table => table.SetAside(uplink, refused.Sequence, reason), cancellationToken);

        public Task WhenRecordedAsync(CancellationToken cancellationToken) => Volatile.Read(ref store._told).Task.WaitAsync(cancellationToken);

        private async ValueTask WriteAsync(Action<NoticeTable> work, CancellationToken cancellationToken) => await store._gate.EnterAsync(
            () =>
            {
                store.WriteHub(() => work(store.Notices));
                return true;
            },
            cancellationToken);
    }
}
