using System.Collections.Immutable;
using IotHub.Api.Insights;
using IotHub.Api.Notices;
using IotHub.Automation.Actions;
using IotHub.Runtime.Notices;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Tests.Notices;

/// <summary>Notices in memory, and one channel.</summary>
internal sealed class SampleNotices : INoticeJournal, INoticeChannels
{
    private readonly List<Notice> _notices = [];

    /// <summary>Set to let every call fail as a store does.</summary>
    public string? Trouble { get; set; }

    public void Add(Notice notice) => _notices.Add(notice);

    public ValueTask<ImmutableArray<Notice>> NoticesAsync(long? before, int countMax, bool isUnread, CancellationToken cancellationToken)
    {
        Check();
        return ValueTask.FromResult<ImmutableArray<Notice>>(
            [.. _notices.Where(notice => notice.Number < (before ?? long.MaxValue) && (!isUnread || notice.ReadAt is null)).OrderByDescending(notice => notice.Number).Take(countMax)]);
    }

    public ValueTask<int> UnreadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_notices.Count(notice => notice.ReadAt is null));

    public ValueTask<int> MarkReadAsync(long upTo, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Check();
        for (var i = 0; i < _notices.Count; i++)
        {
            _notices[i] = _notices[i].Number <= upTo ? _notices[i] with { ReadAt = _notices[i].ReadAt ?? at } : _notices[i];
        }

        return UnreadAsync(cancellationToken);
    }

    public ValueTask TellAsync(string title, string message, Urgency urgency, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Check();
        _notices.Add(new Notice(_notices.Count + 1, at, [], title, message, urgency, string.Empty, null, []));
        return ValueTask.CompletedTask;
    }

    public IReadOnlyList<UplinkBody> Read() => [new UplinkBody("ntfy", "idle", 3, 0, 0, string.Empty, null)];

    private void Check()
    {
        if (Trouble is { } trouble)
        {
            throw new StoreException(trouble);
        }
    }
}
