using System.Text;
using System.Text.Json.Nodes;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Runtime;
using IotHub.Storage.Usage;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Tests.Usage;

public sealed class UsageJournalTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task WriteAsync_NothingGranted_NothingLeavesAndNothingIsMadeOfDevices()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);

        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp), home.Used());
        await home.Store.RecordAsync(new UsageFact(UsageSchemas.HubStarted, new JsonObject { ["firmware"] = "1.0", ["afterBreak"] = "unknown" }, StoreFixture.Start), CancellationToken.None);
        await home.Store.CloseDaysAsync(StoreFixture.Start.AddDays(2), CancellationToken.None);

        var entry = Assert.Single(await home.EntriesAsync());
        Assert.True(entry.StaysHere);
        Assert.Empty(await home.ReadAsync(UsageHome.File));
        Assert.Empty(await home.ReadAsync(UsageHome.Cloud));
    }

    [Fact]
    public async Task WriteAsync_ProductGranted_TellsTheKindOfTheDeviceAndNothingOfTheHome()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);

        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp), home.Used());

        var events = await home.ReadAsync(UsageHome.File);
        Assert.Equal(["consent.changed", "device.bound"], events.Select(UsageHome.NameOf));
        var bound = UsageHome.Parse(events[1].Body);
        Assert.Equal(StoreFixture.Contract.Type.Text, bound["data"]!["model"]!.GetValue<string>());
        Assert.Equal("1.0", bound["specversion"]!.GetValue<string>());
        Assert.Equal("000000000002", bound["sequence"]!.GetValue<string>());
        Assert.Equal(events[1].Id, bound["id"]!.GetValue<string>());
        var text = string.Concat(events.Select(one => Encoding.UTF8.GetString(one.Body.Span)));
        foreach (var secret in new[] { StoreFixture.Lamp.Name, StoreFixture.Lamp.Label, StoreFixture.Lamp.Room, StoreFixture.Lamp.Did, "anna" })
        {
            Assert.DoesNotContain("\"" + secret + "\"", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task WriteAsync_DeviceWiredToTheBoard_IsToldApartFromThoseOnTheBus()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);

        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp), new HubOutput.DeviceSaved(StoreFixture.Lamp with { Name = "relay", Did = UsageHome.WiredDid }));

        var bound = (await home.ReadAsync(UsageHome.File)).Where(one => UsageHome.NameOf(one) == "device.bound");
        Assert.Equal(["mqtt", "gpio"], bound.Select(one => UsageHome.Parse(one.Body)["data"]!["transport"]!.GetValue<string>()));
    }

    [Fact]
    public async Task WriteAsync_OutboxCannotBeWritten_TheChangeIsNotWrittenEither()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);
        home.Store.BeforeStatement = (_, sql) =>
        {
            if (sql.StartsWith("INSERT INTO outbox (", StringComparison.Ordinal))
            {
                throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
            }
        };
        HubOutput[] batch = [new HubOutput.DeviceSaved(StoreFixture.Lamp)];

        await Assert.ThrowsAsync<Runtime.Storing.StoreException>(() => home.Store.WriteAsync(batch, CancellationToken.None).AsTask());
        home.Store.BeforeStatement = null;
        Assert.Empty((await home.Store.LoadAsync(CancellationToken.None)).Devices);

        await home.Store.WriteAsync(batch, CancellationToken.None);

        Assert.Single((await home.Store.LoadAsync(CancellationToken.None)).Devices);
        Assert.Single(await home.ReadAsync(UsageHome.File), one => UsageHome.NameOf(one) == "device.bound");
        await home.CheckLedgerAsync(2);
    }

    [Fact]
    public async Task WriteAsync_HistoryFailsAndTheBatchComesAgain_IsToldOnce()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);
        home.Store.BeforeStatement = (file, sql) =>
        {
            if (file == "history.db" && sql.StartsWith("INSERT INTO history", StringComparison.Ordinal))
            {
                throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR);
            }
        };
        HubOutput[] batch = [new HubOutput.DeviceSaved(StoreFixture.Lamp), home.Used()];

        await Assert.ThrowsAsync<Runtime.Storing.StoreException>(() => home.Store.WriteAsync(batch, CancellationToken.None).AsTask());
        home.Store.BeforeStatement = null;
        await home.Store.WriteAsync(batch, CancellationToken.None);

        Assert.Single(await home.ReadAsync(UsageHome.File), one => UsageHome.NameOf(one) == "device.bound");
    }

    [Fact]
    public async Task CloseDaysAsync_UseOfADay_BecomesOneEventForEachPartOfTheDay()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Usage);
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp));
        for (var i = 0; i < 5; i++)
        {
            await home.WriteAsync(home.Used(value: i % 2 == 0));
        }

        _fixture.Time.Advance(TimeSpan.FromHours(6));
        await home.WriteAsync(home.Used());
        await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        Assert.DoesNotContain(await home.ReadAsync(UsageHome.File), one => UsageHome.NameOf(one) == "device.used");
        _fixture.Time.Advance(TimeSpan.FromHours(18));

        await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);

        var used = (await home.ReadAsync(UsageHome.File)).Where(one => UsageHome.NameOf(one) == "device.used").Select(one => UsageHome.Parse(one.Body)["data"]!).ToList();
        Assert.Equal(["afternoon 1", "morning 5"], used.Select(data => $"{data["daypart"]} {data["count"]}").Order(StringComparer.Ordinal));
        Assert.All(used, data => Assert.Equal("2026-11-22", data["day"]!.GetValue<string>()));
    }

    [Fact]
    public async Task RecordAsync_AsManyCountsAsADayMayHave_OldOnesCountOnAndTheDaysEndMakesRoom()
    {
        await using (var before = await UsageHome.OpenAsync(_fixture))
        {
            await before.GrantAsync(ConsentClass.Usage);
            await before.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp), before.Used());
        }

        Fill(UsageTables.CountsMax - 1);
        await using var home = await UsageHome.OpenAsync(_fixture);

        await home.WriteAsync(home.Used());
        _fixture.Time.Advance(TimeSpan.FromHours(6));
        await home.WriteAsync(home.Used());
        _fixture.Time.Advance(TimeSpan.FromHours(18));
        await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);
        await home.WriteAsync(home.Used());
        _fixture.Time.Advance(TimeSpan.FromDays(1));
        await home.Store.CloseDaysAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);

        var used = (await home.ReadAsync(UsageHome.File)).Where(one => UsageHome.NameOf(one) == "device.used").Select(one => UsageHome.Parse(one.Body)["data"]!);
        Assert.Equal(["2026-11-22 morning 2", "2026-11-23 morning 1"], used.Select(data => $"{data["day"]} {data["daypart"]} {data["count"]}"));
    }

    [Fact]
    public async Task ChangeAsync_Withdrawn_DeletesWhatIsNotSentAndNothingElseIsRecorded()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp));
        var sent = await home.ReadAsync(UsageHome.File);
        await home.Store.AcceptAsync(UsageHome.File, sent[^1].Sequence, CancellationToken.None);
        await home.Store.AcceptAsync(UsageHome.Cloud, sent[^1].Sequence, CancellationToken.None);
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Speaker));

        var deleted = await home.GrantAsync(ConsentClass.Product, false);
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Speaker with { Name = "other", Did = "7" }));

        Assert.Equal(1, deleted);
        Assert.Empty(await home.ReadAsync(UsageHome.File));
        Assert.Empty(await home.ReadAsync(UsageHome.Cloud));
        Assert.Single(await home.EntriesAsync(), entry => entry.Class == ConsentClass.Product);
        Assert.Equal(1, Assert.Single(await home.Store.LedgerAsync(CancellationToken.None), tally => tally.Fate == UsageFate.Withdrawn).Count);
        await home.CheckLedgerAsync(4);
    }

    [Fact]
    public async Task EraseAsync_AfterSending_LeavesOneRequestUnderTheOldNameAndMakesANewOne()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);
        await home.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp));
        var sent = await home.ReadAsync(UsageHome.File);
        await home.Store.AcceptAsync(UsageHome.File, sent[^1].Sequence, CancellationToken.None);
        await home.GrantAsync(ConsentClass.Product, false);

        await home.Store.EraseAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);

        var tombstone = Assert.Single(await home.ReadAsync(UsageHome.File));
        Assert.Equal("privacy.erase_requested", UsageHome.NameOf(tombstone));
        Assert.Equal(sent[0].Source, tombstone.Source);
        var completed = (await home.EntriesAsync())[^1];
        Assert.Equal(("com.mihub.privacy.erase_completed.v1", true, 2), (completed.Type, completed.StaysHere, (await home.EntriesAsync()).Count));
        await home.GrantAsync(ConsentClass.Product);
        var after = (await home.ReadAsync(UsageHome.File))[^1];
        Assert.NotEqual(sent[0].Source, after.Source);
        Assert.Equal("000000000001", UsageHome.Parse(after.Body)["sequence"]!.GetValue<string>());
        await home.CheckLedgerAsync();
    }

    [Fact]
    public async Task EraseAsync_SentAndNotConfirmed_AsksTheReceiverAllTheSame()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Product);
        var onItsWay = await home.ReadAsync(UsageHome.File);

        await home.Store.EraseAsync(_fixture.Time.GetUtcNow(), CancellationToken.None);

        var tombstone = Assert.Single(await home.ReadAsync(UsageHome.File));
        Assert.Equal(("privacy.erase_requested", onItsWay[0].Source), (UsageHome.NameOf(tombstone), tombstone.Source));
    }

    [Fact]
    public async Task RecordAsync_WhatDoesNotFitItsSchema_IsSetAsideForTheOwner()
    {
        await using var home = await UsageHome.OpenAsync(_fixture);
        await home.GrantAsync(ConsentClass.Feedback);

        var isRecorded = await home.Store.RecordAsync(
            new UsageFact(UsageSchemas.IdeaVoted, new JsonObject { ["feedbackId"] = "my neighbour is loud", ["vote"] = "up", ["note"] = "x" }, StoreFixture.Start), CancellationToken.None);

        Assert.False(isRecorded);
        var letter = Assert.Single(await home.Store.DeadLettersAsync(CancellationToken.None));
        Assert.Equal("idea.voted: /feedbackId must be a UUID; idea.voted: /note is not part of version 1", letter.Fault);
        Assert.DoesNotContain("neighbour", letter.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain(await home.EntriesAsync(), entry => entry.Type.Contains("idea", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenAsync_AfterACrash_ConsentEventsAndCountsAreThere()
    {
        List<string> ids;
        await using (var before = await UsageHome.OpenAsync(_fixture))
        {
            await before.GrantAsync(ConsentClass.Usage);
            await before.WriteAsync(new HubOutput.DeviceSaved(StoreFixture.Lamp), before.Used());
            ids = [.. (await before.ReadAsync(UsageHome.File)).Select(one => one.Id)];
        }

        await using var home = await UsageHome.OpenAsync(_fixture);

        Assert.True(home.Store.Consent.Allows(ConsentClass.Usage));
        Assert.Equal(ids, (await home.ReadAsync(UsageHome.File)).Select(one => one.Id));
        await home.Store.CloseDaysAsync(StoreFixture.Start.AddDays(1), CancellationToken.None);
        Assert.Contains(await home.ReadAsync(UsageHome.File), one => UsageHome.NameOf(one) == "device.used");
    }

    /// <summary>Counts of a kind that no longer is, so many.</summary>
    private void Fill(long rows)
    {
        using var file = new SqliteConnection($"Data Source={_fixture.PathOf("hub.db")};Pooling=False");
        file.Open();
        using var fill = file.CreateCommand();
        fill.CommandText = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @rows) INSERT INTO usage_count SELECT '2026-11-22', 'gone', i, 1 FROM n";
        fill.Parameters.AddWithValue("@rows", rows);
        fill.ExecuteNonQuery();
    }
}
