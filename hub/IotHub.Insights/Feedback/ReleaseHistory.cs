using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace IotHub.Insights.Feedback;

/// <summary>All releases that the hub knows of, and the board of ideas.</summary>
public sealed class ReleaseHistory
{
    private readonly Dictionary<Guid, Release> _answers;
    private readonly Dictionary<Guid, Idea> _ideas;

    /// <summary>Makes one. No id is answered twice and no idea is there twice: the parser holds that.</summary>
    internal ReleaseHistory(ImmutableArray<Release> releases, ImmutableArray<Idea> ideas)
    {
        Releases = [.. releases.OrderBy(release => release.Version)];
        Ideas = ideas;
        _answers = Releases.SelectMany(release => release.Answers.Select(id => (Id: id, Release: release))).ToDictionary(pair => pair.Id, pair => pair.Release);
        _ideas = ideas.ToDictionary(idea => idea.Id);
    }

    /// <summary>Nothing is known.</summary>
    public static ReleaseHistory Empty { get; } = new([], []);

    /// <summary>The releases, oldest version first.</summary>
    public ImmutableArray<Release> Releases { get; }

    /// <summary>The board, in the order in which it was written.</summary>
    public ImmutableArray<Idea> Ideas { get; }

    /// <summary>Finds an idea of the board.</summary>
    public bool TryGetIdea(Guid id, [NotNullWhen(true)] out Idea? idea) => _ideas.TryGetValue(id, out idea);

    /// <summary>The release that answers an item or an idea; null where none up to the running version does.</summary>
    /// <param name="id">Of the item or the idea.</param>
    /// <param name="running">The running version.</param>
    public Release? AnswerTo(Guid id, ReleaseVersion running) => _answers.TryGetValue(id, out var release) && release.Version <= running ? release : null;
}
