using System.Collections.Immutable;
using System.Text;
using IotHub.Api.Feedback;
using IotHub.Insights.Feedback;
using IotHub.Runtime.Storing;

namespace IotHub.Api.Tests.Feedback;

/// <summary>Feedback in memory, and two releases.</summary>
internal sealed class SampleFeedback : IFeedbackJournal, IFeedbackSource
{
    public static readonly Guid Answered = Guid.Parse("0192f0c1-2b3c-7def-8123-000000000001");
    public static readonly Guid Shipped = Guid.Parse("0192f0c1-2b3c-7def-8123-0000000000a1");
    public static readonly Guid Open = Guid.Parse("0192f0c1-2b3c-7def-8123-0000000000a2");

    private readonly List<(FeedbackItem Item, string? Diagnostics)> _items = [];
    private readonly List<IdeaVote> _votes = [];
    private FeedbackRing _ring = FeedbackRing.Stable;
    private int _ids;

    /// <summary>What the store answers instead of writing.</summary>
    public FeedbackVerdict? Refuses { get; set; }

    /// <summary>Whether feedback is granted.</summary>
    public bool IsGranted { get; set; }

    /// <summary>Whether the store is broken.</summary>
    public bool IsBroken { get; set; }

    public ReleaseHistory Releases { get; } = ReleaseParser.Parse(Encoding.UTF8.GetBytes(
        """
        {"format": 1, "releases": [
          {"version": "1.1.0", "date": "2026-11-08", "ring": "beta", "notes": {"en": "Faster.", "zh": "更快。"}, "answers": ["0192f0c1-2b3c-7def-8123-000000000001", "0192f0c1-2b3c-7def-8123-0000000000a1"]},
          {"version": "1.0.0", "ring": "stable", "notes": {"en": "First.", "zh": "第一版。"}}],
         "ideas": [
          {"id": "0192f0c1-2b3c-7def-8123-0000000000a1", "title": {"en": "Fast", "zh": "快"}, "status": "shipped", "release": "1.1.0"},
          {"id": "0192f0c1-2b3c-7def-8123-0000000000a2", "title": {"en": "Speak", "zh": "说话"}, "status": "planned"}]}
        """)).History!;

    public ReleaseVersion Running { get; set; } = new(1, 1, 0);

    /// <summary>Items that were kept.</summary>
    public IReadOnlyList<FeedbackItem> Kept => [.. _items.Select(one => one.Item)];

    public Guid NewId(DateTimeOffset moment) => Guid.Parse($"0192f0c1-2b3c-7def-8123-{++_ids:D12}");

    public void VoteEarlier(Guid idea) => _votes.Add(new IdeaVote(idea, SampleHome.Start, null));

    public ValueTask<FeedbackVerdict> AddAsync(FeedbackItem item, string? diagnostics, CancellationToken cancellationToken) => Change(() => _items.Insert(0, (item, diagnostics)));

    public ValueTask<ImmutableArray<FeedbackItem>> ItemsAsync(int countMax, CancellationToken cancellationToken) => Read<ImmutableArray<FeedbackItem>>(() => [.. Kept.Take(countMax)]);

    public ValueTask<FeedbackItem?> ItemAsync(Guid id, CancellationToken cancellationToken) => Read(() => Kept.FirstOrDefault(item => item.Id == id));

    public ValueTask<string?> DiagnosticsAsync(Guid id, CancellationToken cancellationToken) => Read(() => _items.FirstOrDefault(one => one.Item.Id == id).Diagnostics);

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => Read(() => _items.RemoveAll(one => one.Item.Id == id) > 0);

    public ValueTask<ImmutableArray<IdeaVote>> VotesAsync(CancellationToken cancellationToken) => Read<ImmutableArray<IdeaVote>>(() => [.. _votes]);

    public ValueTask<FeedbackVerdict> VoteAsync(Guid idea, bool isUp, DateTimeOffset at, CancellationToken cancellationToken) => Change(() =>
    {
        _votes.RemoveAll(vote => vote.Idea == idea);
        if (isUp)
        {
            _votes.Add(new IdeaVote(idea, at, null));
        }
    });

    public ValueTask<FeedbackRing> RingAsync(CancellationToken cancellationToken) => Read(() => _ring);

    public ValueTask<FeedbackVerdict> ChangeRingAsync(FeedbackRing ring, DateTimeOffset at, CancellationToken cancellationToken) => Change(() => _ring = ring);

    public ValueTask MarkSeenAsync(IReadOnlyCollection<ReleaseAnswer> answers, CancellationToken cancellationToken)
    {
        foreach (var answer in answers)
        {
            var version = answer.Release.Version;
            for (var i = 0; i < _items.Count; i++)
            {
                _items[i] = _items[i].Item.Id == answer.Id ? (_items[i].Item with { Seen = version }, _items[i].Diagnostics) : _items[i];
            }

            for (var i = 0; i < _votes.Count; i++)
            {
                _votes[i] = _votes[i].Idea == answer.Id ? _votes[i] with { Seen = version } : _votes[i];
            }
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask<T> Read<T>(Func<T> read) => IsBroken ? throw new StoreException("hub.db cannot be read.") : ValueTask.FromResult(read());

    private ValueTask<FeedbackVerdict> Change(Action change) => Read(() =>
    {
        if (Refuses is { } verdict)
        {
            return verdict;
        }

        change();
        return IsGranted ? FeedbackVerdict.Told : FeedbackVerdict.Kept;
    });
}
