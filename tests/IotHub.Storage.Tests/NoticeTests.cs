using System.Text.Json.Nodes;
using IotHub.Automation.Actions;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Tests;

/// <summary>What people are told is kept with what came with it, once, within its bound, and handed to each channel at its pace.</summary>
public sealed class NoticeTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task WriteAsync_Told_IsThereNewestFirstAlsoAfterAReopen()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([Told("first"), Told("second", Urgency.High, "anna", "ben")], CancellationToken.None);
        }

        await using var again = await _fixture.OpenAsync();
        var notices = await again.NoticesAsync(null, 10, isUnread: false, CancellationToken.None);

        Assert.Equal(["second", "first"], notices.Select(notice => notice.Message));
        Assert.Equal((2, Urgency.High, "rule", StoreFixture.Start), (notices[0].Number, notices[0].Urgency, notices[0].Automation, notices[0].At));
        Assert.Equal("anna ben", string.Join(' ', notices[0].To));
        Assert.Equal(["first"], (await again.NoticesAsync(2, 10, isUnread: false, CancellationToken.None)).Select(notice => notice.Message));
    }

    [Fact]
    public async Task WriteAsync_HistoryFailsAndTheBatchComesAgain_IsToldOnce()
    {
        await using var store = await _fixture.OpenAsync();
        HubOutput[] batch = [Told("once"), StoreFixture.Changed("light.on", PropertyValue.FromBoolean(true), StoreFixture.Start, 7)];
        store.BeforeStatement = (file, sql) =>
        {
            if (file == "history.db" && sql.StartsWith("INSERT INTO history", StringComparison.Ordinal))
            {
                throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
            }
        };
        await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync(batch, CancellationToken.None).AsTask());
        store.BeforeStatement = null;

        await store.WriteAsync(batch, CancellationToken.None);

        Assert.Single(await store.NoticesAsync(null, 10, isUnread: false, CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_NoticeCannotBeWritten_NothingOfTheBatchIsAndItComesAgain()
    {
        await using var store = await _fixture.OpenAsync();
        HubOutput[] batch = [new HubOutput.DeviceSaved(StoreFixture.Lamp), Told("once")];
        store.BeforeStatement = (_, sql) =>
        {
            if (sql.StartsWith("INSERT INTO notice", StringComparison.Ordinal))
            {
                throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
            }
        };
        await Assert.ThrowsAsync<StoreException>(() => store.WriteAsync(batch, CancellationToken.None).AsTask());
        store.BeforeStatement = null;
        Assert.Empty((await store.LoadAsync(CancellationToken.None)).Devices);

        await store.WriteAsync(batch, CancellationToken.None);

        Assert.Single((await store.LoadAsync(CancellationToken.None)).Devices);
        Assert.Single(await store.NoticesAsync(null, 10, isUnread: false, CancellationToken.None));
    }

    [Fact]
    public async Task WriteAsync_MoreThanAreKept_TheOldestGo()
    {
        await using var store = await _fixture.OpenAsync(_fixture.Options with { NoticesMax = 10 });

        await store.WriteAsync([.. Enumerable.Range(1, 25).Select(number => Told($"{number}"))], CancellationToken.None);

        var kept = await store.NoticesAsync(null, 100, isUnread: false, CancellationToken.None);
        Assert.Equal(Enumerable.Range(16, 10).Reverse().Select(number => $"{number}"), kept.Select(notice => notice.Message));
    }

    [Fact]
    public async Task MarkReadAsync_UpToANumber_LeavesThoseAfterIt()
    {
        await using var store = await _fixture.OpenAsync();
        await store.WriteAsync([Told("a"), Told("b"), Told("c")], CancellationToken.None);

        Assert.Equal(1, await store.MarkReadAsync(2, StoreFixture.Start.AddMinutes(1), CancellationToken.None));

        Assert.Equal(1, await store.UnreadAsync(CancellationToken.None));
        Assert.Equal(["c"], (await store.NoticesAsync(null, 10, isUnread: true, CancellationToken.None)).Select(notice => notice.Message));
        Assert.Equal(StoreFixture.Start.AddMinutes(1), (await store.NoticesAsync(3, 1, isUnread: false, CancellationToken.None))[0].ReadAt);
    }

    [Fact]
    public async Task NoticeOutbox_EachChannel_HasItsOwnPlaceAndANewOneBeginsAtTheEnd()
    {
        await using var store = await _fixture.OpenAsync();
        var outbox = store.NoticeOutbox(_fixture.Time);
        await outbox.RegisterAsync(["ntfy"], CancellationToken.None);
        await store.WriteAsync([Told("a"), Told("b")], CancellationToken.None);
        await outbox.AcceptAsync("ntfy", 1, CancellationToken.None);
        await outbox.RegisterAsync(["ntfy", "webhook"], CancellationToken.None);
        var recorded = outbox.WhenRecordedAsync(CancellationToken.None);
        await store.TellAsync("t", "c", Urgency.Low, StoreFixture.Start, CancellationToken.None);
        await recorded;

        Assert.Equal(["b", "c"], (await outbox.ReadAsync("ntfy", 100_000, 10, CancellationToken.None)).Select(MessageOf));
        var one = Assert.Single(await outbox.ReadAsync("webhook", 100_000, 10, CancellationToken.None));
        var body = JsonNode.Parse(one.Body.Span)!;
        Assert.Equal(("1.0", one.Id, one.Source, one.Type), ((string)body["specversion"]!, (string)body["id"]!, (string)body["source"]!, (string)body["type"]!));
        Assert.Equal("""{"at":"2026-11-22T08:00:00+00:00","to":[],"title":"t","message":"c","urgency":"low","automation":null}""", body["data"]!.ToJsonString(Runtime.Notices.NoticeJson.Readable));
    }

    [Fact]
    public async Task NoticeOutbox_RefusedOrTooOld_IsNamedAtTheNotice()
    {
        await using var store = await _fixture.OpenAsync();
        var outbox = store.NoticeOutbox(_fixture.Time);
        await outbox.RegisterAsync(["ntfy"], CancellationToken.None);
        await store.WriteAsync([Told("refused"), Told("old")], CancellationToken.None);
        await outbox.SetAsideAsync("ntfy", (await outbox.ReadAsync("ntfy", 100_000, 1, CancellationToken.None))[0], "The receiver answered 413.", CancellationToken.None);
        _fixture.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await store.TellAsync("", "new", Urgency.Normal, _fixture.Time.GetUtcNow(), CancellationToken.None);

        Assert.Equal(["new"], (await outbox.ReadAsync("ntfy", 100_000, 10, CancellationToken.None)).Select(MessageOf));

        var notices = await store.NoticesAsync(null, 10, isUnread: false, CancellationToken.None);
        Assert.Equal(
            [("new", ""), ("old", "ntfy: It could not be carried out within a day."), ("refused", "ntfy: The receiver answered 413.")],
            notices.Select(notice => (notice.Message, string.Join("; ", notice.Missed.Select(missed => $"{missed.Channel}: {missed.Why}")))));
    }

    private static string MessageOf(Uplink.OutboxEvent one) => (string)JsonNode.Parse(one.Body.Span)!["data"]!["message"]!;

    private static HubOutput.Notified Told(string message, Urgency urgency = Urgency.Normal, params string[] to) =>
        new([.. to], "", message, urgency, "rule", Cause.Root(1, CauseOrigin.Hub, "test"), StoreFixture.Start);
}
