using IotHub.Insights.Feedback;

namespace IotHub.Insights.Tests.Feedback;

public sealed class ReleaseAnswerTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly FeedbackItem[] Items = [SmallReleases.ItemOf(SmallReleases.Item), SmallReleases.ItemOf(Guid.Parse("0192f0c1-2b3c-7def-8123-000000000002"))];

    private static readonly IdeaVote[] Votes =
        [new(SmallReleases.Faster, At, new ReleaseVersion(1, 1, 0)), new(SmallReleases.Blinds, At, null), new(SmallReleases.Voice, At, null), new(Guid.Parse("0192f0c1-2b3c-7def-8123-0000000000ff"), At, null)];

    [Theory]
    [InlineData("1.0.0", "")]
    [InlineData("1.0.9", "")]
    [InlineData("1.1.0", "item 1.1.0 new, Start faster 1.1.0 seen")]
    [InlineData("1.1.7", "item 1.1.0 new, Start faster 1.1.0 seen")]
    [InlineData("2.0.0", "Move blinds 1.2.0 new, item 1.1.0 new, Start faster 1.1.0 seen")]
    public void Of_RunningVersion_AnswersWhatItsReleasesShipAndNothingLater(string running, string expected)
    {
        Assert.True(ReleaseVersion.TryParse(running, out var version));

        var answers = ReleaseAnswer.Of(SmallReleases.History, version, Items, Votes);

        Assert.Equal(expected, string.Join(", ", answers.Select(answer => $"{answer.Idea?.Title.English ?? "item"} {answer.Release.Version} {(answer.IsSeen ? "seen" : "new")}")));
    }

    [Fact]
    public void Of_AnswerMovedToAnotherRelease_IsNewAgain()
    {
        var vote = new IdeaVote(SmallReleases.Faster, At, new ReleaseVersion(1, 0, 0));

        Assert.False(Assert.Single(ReleaseAnswer.Of(SmallReleases.History, new ReleaseVersion(1, 1, 0), [], [vote])).IsSeen);
    }

    [Theory]
    [InlineData("1.0.0", "1.1.0", 2)]
    [InlineData("1.1.0", "1.2.0", 1)]
    [InlineData("1.0.0", "1.2.0", 3)]
    [InlineData("1.2.0", "1.2.1", 0)]
    [InlineData("1.2.0", "1.0.0", 0)]
    public void Between_TwoVersions_CountsWhatIsAnsweredNowAndWasNotBefore(string from, string to, int answered)
    {
        Assert.True(ReleaseVersion.TryParse(from, out var before) & ReleaseVersion.TryParse(to, out var after));

        Assert.Equal(new ReleaseStep(before, after, answered), ReleaseStep.Between(before, after, SmallReleases.History, Items, Votes));
    }

    [Theory]
    [InlineData("1", "1.0.0")]
    [InlineData("1.2", "1.2.0")]
    [InlineData("999999.999999.999999", "999999.999999.999999")]
    public void TryParse_Version_ReadsWritesAndGoesThroughItsNumber(string text, string expected)
    {
        Assert.True(ReleaseVersion.TryParse(text, out var version));

        Assert.Equal(expected, version.ToString());
        Assert.Equal(version, ReleaseVersion.FromNumber(version.Number));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.")]
    [InlineData("1.2.3.4")]
    [InlineData("-1")]
    [InlineData("1.2.3-beta")]
    [InlineData("1000000")]
    public void TryParse_NoVersion_IsFalse(string? text) => Assert.False(ReleaseVersion.TryParse(text, out _));

    [Fact]
    public void CompareTo_Versions_GoByNumberAndNotByLetter()
    {
        Assert.True(new ReleaseVersion(1, 10, 0) > new ReleaseVersion(1, 9, 9));
        Assert.True(new ReleaseVersion(1, 9, 9) < new ReleaseVersion(2, 0, 0));
    }
}
