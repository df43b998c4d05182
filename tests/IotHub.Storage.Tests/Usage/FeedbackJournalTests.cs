using System.Text;
using IotHub.Insights.Consent;
using IotHub.Insights.Feedback;
using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Tests.Usage;

public sealed class FeedbackJournalTests : IDisposable
{
    private const string Diagnostics = "{\n  \"format\": 1\n}";

    private static readonly Guid Idea = Guid.Parse("0192f0c1-2b3c-7def-8123-0000000000a1");

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task AddAsync_ThenAnotherStart_EverythingIsThereNewestFirst()
    {
        var first = ItemOf(1) with { Text = "客厅 \"slow\" 😀\n", HasDiagnostics = true, Model = StoreFixture.Contract.Type.Text };
        await using (var before = await UsageHome.OpenAsync(_fixture))
        {
            Assert.Equal(FeedbackVerdict.Kept, await before.Store.AddAsync(first, Diagnostics, CancellationToken.None));
            Assert.Equal(FeedbackVerdict.Kept, await before.Store.AddAsync(ItemOf(2), null, CancellationToken.None));
        }

        await using var home = await UsageHome.OpenAsync(_fixture);

        Assert.Equal(new[] { ItemOf(2), first }, await home.Store.ItemsAsync(10, CancellationToken.None));
        Assert.Equal(ItemOf(2), Assert.Single(await home.Store.ItemsAsync(1, CancellationToken.None)));
        Assert.Equal(first, await home.Store.ItemAsync(first.Id, CancellationToken.None));
        Assert.Equal(Diagnostics, await home.Store.DiagnosticsAsync(first.Id, CancellationToken.None));
        Assert.Null(await home.Store.DiagnosticsAsync(ItemOf(2).Id, CancellationToken.None));
        Assert.True(await home.Store.DeleteAsync(first.Id, CancellationToken.None));
        Assert.False(await home.Store.DeleteAsync(first.Id, CancellationToken.None));
        Assert.Null(await home.Store.ItemAsync(first.Id, CancellationToken.None));
        Assert.Empty(await home.EntriesAsync());
    }

    [Fact]
    public async Task AddAsync_Granted_TellsThatItWasSentAndNothingOfWhatWasWritten()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);

        Assert.Equal(FeedbackVerdict.Told, await home.Store.AddAsync(ItemOf(1) with { HasDiagnostics = true }, Diagnostics, CancellationToken.None));

        var told = (await home.ReadAsync(UsageHome.File))[^1];
        Assert.Equal("feedback.submitted", UsageHome.NameOf(told));
        Assert.Equal(
            """{"feedbackId":"0192f0c1-2b3c-7def-8123-000000000001","kind":"bug","topic":"setup","severity":"high","diagnosticsAttached":true,"ring":"beta"}""",
            Without(UsageHome.Parse(told.Body)["data"]!.AsObject(), "common"));
        Assert.DoesNotContain("Anna", Encoding.UTF8.GetString(told.Body.Span), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task AddAsync_EventCannotBeWritten_TheItemIsNotThereEither()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        FailAt(home, "INSERT INTO outbox (");

        await Assert.ThrowsAsync<StoreException>(() => home.Store.AddAsync(ItemOf(1), null, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<StoreException>(() => home.Store.VoteAsync(Idea, true, StoreFixture.Start, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<StoreException>(() => home.Store.ChangeRingAsync(FeedbackRing.Alpha, StoreFixture.Start, CancellationToken.None).AsTask());
        home.Store.BeforeStatement = null;

        Assert.Empty(await home.Store.ItemsAsync(10, CancellationToken.None));
        Assert.Empty(await home.Store.VotesAsync(CancellationToken.None));
        Assert.Equal(FeedbackRing.Stable, await home.Store.RingAsync(CancellationToken.None));
        await home.CheckLedgerAsync(1);
        Assert.Equal(FeedbackVerdict.Told, await home.Store.AddAsync(ItemOf(1), null, CancellationToken.None));
        await home.CheckLedgerAsync(2);
    }

    [Fact]
    public async Task AddAsync_NoRoom_IsSaidAndNothingIsWrittenOrLost()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        for (var number = 1; number <= FeedbackBounds.ItemsMax; number++)
        {
            Assert.Equal(FeedbackVerdict.Told, await home.Store.AddAsync(ItemOf(number), null, CancellationToken.None));
        }

        Assert.Equal(FeedbackVerdict.Full, await home.Store.AddAsync(ItemOf(9_999), null, CancellationToken.None));

        Assert.Equal(FeedbackBounds.ItemsMax, (await home.Store.ItemsAsync(1_000, CancellationToken.None)).Length);
        await home.CheckLedgerAsync(FeedbackBounds.ItemsMax + 1);
        await home.Store.DeleteAsync(ItemOf(7).Id, CancellationToken.None);
        Assert.Equal(FeedbackVerdict.Told, await home.Store.AddAsync(ItemOf(9_999), null, CancellationToken.None));
    }

    [Fact]
    public async Task AddAsync_BeyondABoundThatTheRulesHold_IsOurOwnMistake()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        var large = new string('x', FeedbackBounds.DiagnosticsBytesMax + 1);

        await Assert.ThrowsAsync<ArgumentException>(() => home.Store.AddAsync(ItemOf(1) with { HasDiagnostics = true }, large, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => home.Store.AddAsync(ItemOf(1), Diagnostics, CancellationToken.None).AsTask());

        Assert.Empty(await home.Store.ItemsAsync(10, CancellationToken.None));
        Assert.Equal(FeedbackVerdict.Kept, await home.Store.AddAsync(ItemOf(1) with { HasDiagnostics = true }, large[1..], CancellationToken.None));
    }

    [Fact]
    public async Task VoteAsync_TwiceAndTakenBack_IsOneVoteAndTwoEvents()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);

        FeedbackVerdict[] verdicts = [await VoteAsync(home, true), await VoteAsync(home, true), await VoteAsync(home, false), await VoteAsync(home, false)];

        Assert.Equal([FeedbackVerdict.Told, FeedbackVerdict.Same, FeedbackVerdict.Told, FeedbackVerdict.Same], verdicts);
        Assert.Empty(await home.Store.VotesAsync(CancellationToken.None));
        Assert.Equal(["up", "none"], (await EventsAsync(home, "idea.voted")).Select(data => data["vote"]!.GetValue<string>()));
    }

    [Fact]
    public async Task VoteAsync_NoRoom_IsSaidAndTakingBackMakesSome()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        for (var number = 0; number < FeedbackBounds.VotesMax; number++)
        {
            Assert.Equal(FeedbackVerdict.Kept, await home.Store.VoteAsync(ItemOf(number).Id, true, StoreFixture.Start, CancellationToken.None));
        }

        Assert.Equal(FeedbackVerdict.Full, await VoteAsync(home, true));
        await home.Store.VoteAsync(ItemOf(3).Id, false, StoreFixture.Start, CancellationToken.None);

        Assert.Equal(FeedbackVerdict.Kept, await VoteAsync(home, true));
    }

    [Fact]
    public async Task ChangeRingAsync_AnotherRing_IsToldOnceAndRemembered()
    {
        await using (var before = await UsageHome.OpenAsync(_fixture))
        {
            await before.GrantAsync(ConsentClass.Feedback);
            Assert.Equal(FeedbackRing.Stable, await before.Store.RingAsync(CancellationToken.None));
            Assert.Equal(FeedbackVerdict.Same, await before.Store.ChangeRingAsync(FeedbackRing.Stable, StoreFixture.Start, CancellationToken.None));
            Assert.Equal(FeedbackVerdict.Told, await before.Store.ChangeRingAsync(FeedbackRing.Alpha, StoreFixture.Start, CancellationToken.None));
            Assert.Equal(FeedbackVerdict.Same, await before.Store.ChangeRingAsync(FeedbackRing.Alpha, StoreFixture.Start, CancellationToken.None));
        }

        await using var home = await UsageHome.OpenAsync(_fixture);

        Assert.Equal(FeedbackRing.Alpha, await home.Store.RingAsync(CancellationToken.None));
        Assert.Equal("alpha", Assert.Single(await EventsAsync(home, "beta.joined"))["ring"]!.GetValue<string>());
    }

    [Fact]
    public async Task ApplyReleaseAsync_AnotherVersion_IsToldOnceWithWhatItAnswers()
    {
        await using (var before = await UsageHome.OpenAsync(_fixture))
        {
            await before.GrantAsync(ConsentClass.Feedback);
            await before.Store.AddAsync(ItemOf(1), null, CancellationToken.None);
            await VoteAsync(before, true);
            Assert.Null(await ApplyAsync(before, 1, 0));
            Assert.Null(await ApplyAsync(before, 1, 0));
            Assert.Equal(new ReleaseStep(new ReleaseVersion(1, 0, 0), new ReleaseVersion(1, 1, 0), 2), await ApplyAsync(before, 1, 1));
        }

        await using var home = await UsageHome.OpenAsync(_fixture);
        Assert.Null(await ApplyAsync(home, 1, 1));

        var told = Assert.Single(await EventsAsync(home, "release.applied"));
        Assert.Equal("""{"fromVersion":"1.0.0","toVersion":"1.1.0","ring":"stable","answered":2}""", Without(told, "common"));
        Assert.Empty(await home.Store.DeadLettersAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ApplyReleaseAsync_EventCannotBeWritten_TheVersionIsNotRememberedEither()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        await ApplyAsync(home, 1, 0);
        FailAt(home, "INSERT INTO outbox (");
        await Assert.ThrowsAsync<StoreException>(() => ApplyAsync(home, 1, 1));
        home.Store.BeforeStatement = null;

        Assert.NotNull(await ApplyAsync(home, 1, 1));

        Assert.Single(await EventsAsync(home, "release.applied"));
    }

    [Fact]
    public async Task MarkSeenAsync_AnswersOfItemAndVote_AreSeenAfterAnotherStart()
    {
        await using (var before = await UsageHome.OpenAsync(_fixture))
        {
            await before.Store.AddAsync(ItemOf(1), null, CancellationToken.None);
            await VoteAsync(before, true);
            var answers = await AnswersAsync(before);
            Assert.Equal([false, false], answers.Select(answer => answer.IsSeen));
            await before.Store.MarkSeenAsync([answers[0]], CancellationToken.None);
            Assert.Equal([true, false], (await AnswersAsync(before)).Select(answer => answer.IsSeen));
            await before.Store.MarkSeenAsync(answers, CancellationToken.None);
        }

        await using var home = await UsageHome.OpenAsync(_fixture);

        Assert.Equal([true, true], (await AnswersAsync(home)).Select(answer => answer.IsSeen));
    }

    [Fact]
    public async Task ChangeAsync_FeedbackWithdrawn_EventsGoAndWhatWasWrittenStays()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);
        await home.Store.AddAsync(ItemOf(1), null, CancellationToken.None);
        await VoteAsync(home, true);

        Assert.Equal(2, await home.GrantAsync(ConsentClass.Feedback, false));
        Assert.Equal(FeedbackVerdict.Kept, await home.Store.AddAsync(ItemOf(2), null, CancellationToken.None));

        Assert.Equal(2, (await home.Store.ItemsAsync(10, CancellationToken.None)).Length);
        Assert.Single(await home.Store.VotesAsync(CancellationToken.None));
        Assert.DoesNotContain(await home.EntriesAsync(), entry => entry.Class == ConsentClass.Feedback);
    }

    [Fact]
    public async Task EraseAsync_Feedback_IsErasedWithTheEventsOrNotAtAll()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.Store.ChangeRingAsync(FeedbackRing.Beta, StoreFixture.Start, CancellationToken.None);
        await home.Store.AddAsync(ItemOf(1) with { HasDiagnostics = true }, Diagnostics, CancellationToken.None);
        await VoteAsync(home, true);
        FailAt(home, "DELETE FROM usage_count");
        await Assert.ThrowsAsync<StoreException>(() => home.Store.EraseAsync(StoreFixture.Start, CancellationToken.None).AsTask());
        home.Store.BeforeStatement = null;
        Assert.Single(await home.Store.ItemsAsync(10, CancellationToken.None));
        Assert.Single(await home.Store.VotesAsync(CancellationToken.None));

        await home.Store.EraseAsync(StoreFixture.Start, CancellationToken.None);

        Assert.Empty(await home.Store.ItemsAsync(10, CancellationToken.None));
        Assert.Null(await home.Store.DiagnosticsAsync(ItemOf(1).Id, CancellationToken.None));
        Assert.Empty(await home.Store.VotesAsync(CancellationToken.None));
        Assert.Equal(FeedbackRing.Beta, await home.Store.RingAsync(CancellationToken.None));
    }

    private static ReleaseHistory History { get; } = ReleaseParser.Parse(Encoding.UTF8.GetBytes(
        """
        {"format": 1, "releases": [{"version": "1.1.0", "ring": "beta", "notes": {"en": "Faster.", "zh": "更快。"},
          "answers": ["0192f0c1-2b3c-7def-8123-000000000001", "0192f0c1-2b3c-7def-8123-0000000000a1"]}],
         "ideas": [{"id": "0192f0c1-2b3c-7def-8123-0000000000a1", "title": {"en": "Fast", "zh": "快"}, "status": "shipped", "release": "1.1.0"}]}
        """)).History!;

    private static FeedbackItem ItemOf(int number) => new()
    {
        Id = Guid.Parse($"0192f0c1-2b3c-7def-8123-{number:D12}"),
        At = StoreFixture.Start.AddTicks(number),
        Kind = FeedbackKind.Bug,
        Topic = FeedbackTopic.Setup,
        Severity = FeedbackSeverity.High,
        Text = "Anna's lamp is slow",
        Ring = FeedbackRing.Beta,
        HubVersion = new ReleaseVersion(1, 2, 3),
        HasDiagnostics = false,
    };

    private static void FailAt(UsageHome home, string start) => home.Store.BeforeStatement = (_, sql) =>
    {
        if (sql.StartsWith(start, StringComparison.Ordinal))
        {
            throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
        }
    };

    private static async Task<FeedbackVerdict> VoteAsync(UsageHome home, bool isUp) => await home.Store.VoteAsync(Idea, isUp, StoreFixture.Start, CancellationToken.None);

    private static async Task<ReleaseStep?> ApplyAsync(UsageHome home, int major, int minor) =>
        await home.Store.ApplyReleaseAsync(new ReleaseVersion(major, minor, 0), History, StoreFixture.Start, CancellationToken.None);

    private static async Task<IReadOnlyList<ReleaseAnswer>> AnswersAsync(UsageHome home) => ReleaseAnswer.Of(
        History, new ReleaseVersion(1, 1, 0), await home.Store.ItemsAsync(10, CancellationToken.None), await home.Store.VotesAsync(CancellationToken.None));

    private static async Task<List<System.Text.Json.Nodes.JsonObject>> EventsAsync(UsageHome home, string name) =>
        [.. (await home.ReadAsync(UsageHome.File)).Where(one => UsageHome.NameOf(one) == name).Select(one => UsageHome.Parse(one.Body)["data"]!.AsObject())];

    private static string Without(System.Text.Json.Nodes.JsonObject data, string member)
    {
        data.Remove(member);
        return data.ToJsonString();
    }
}
