using IotHub.Automation.Engine.Memory;
using IotHub.Contracts.Values;
using IotHub.Devices;
using IotHub.Runtime;
using IotHub.Storage.Feed;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

/// <summary>What automations must not forget, on the disk.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    [Fact]
    public async Task WriteAsync_Memories_KeepsTheNewestOfEachAndForgetsWithTheAutomation()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            Assert.Null((await store.LoadAsync(CancellationToken.None)).LastAlive);
            await store.WriteAsync([Remembered("a", 1), Remembered("b", 1), Remembered("a", 2), new HubOutput.Alive(Start.AddMinutes(5))], CancellationToken.None);
            await store.WriteAsync([Remembered("c", 1), new HubOutput.AutomationRemoved("b")], CancellationToken.None);
        }

        await using var again = await _fixture.OpenAsync();
        var home = await again.LoadAsync(CancellationToken.None);

        Assert.Equal(["a:2", "c:1"], home.Memories.Select(memory => $"{memory.Id}:{memory.RunCount}"));
        Assert.Equal("trigger.value", home.Memories[0].Runs[0].Values[0].Name);
        Assert.Equal(Start.AddMinutes(5), home.LastAlive);
    }

    [Fact]
    public async Task LoadAsync_MemoryThatCannotBeRead_IsLeftOutAndSaid()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync([Remembered("a", 1), Remembered("b", 1)], CancellationToken.None);
        }

        await using (var connection = new SqliteConnection($"Data Source={_fixture.PathOf("hub.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE automation_memory SET memory = '{}' WHERE id = 'a'";
            await command.ExecuteNonQueryAsync();
        }

        await using var again = await _fixture.OpenAsync();
        Assert.Equal("b", Assert.Single((await again.LoadAsync(CancellationToken.None)).Memories).Id);
        Assert.Single(_fixture.Log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("automation a was doing cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_NthStatementFails_MemoryAndItsBatchAreBothThereOrNeither()
    {
        HubOutput[] batch = [Remembered("a", 2), Remembered("b", 1), new HubOutput.AutomationSaved(AutomationOf("n", 1, "{}"), true), Changed("light.on", PropertyValue.FromBoolean(true), Start, 9), Decided(10)];
        var failures = 0;
        for (var n = 1; ; n++)
        {
            using var fixture = new StoreFixture();
            await using var store = await fixture.OpenAsync();
            await store.WriteAsync([Remembered("a", 1)], CancellationToken.None);
            var left = n;
            var failedFile = string.Empty;
            store.BeforeStatement = (file, sql) =>
            {
                if (--left == 0)
                {
                    failedFile = file;
                    throw new SqliteException("injected: " + sql, SQLitePCL.raw.SQLITE_IOERR);
                }
            };
            var error = await Record.ExceptionAsync(() => store.WriteAsync(batch, CancellationToken.None).AsTask());
            store.BeforeStatement = null;
            if (error is null)
            {
                break;
            }

            failures++;
            var home = await store.LoadAsync(CancellationToken.None);
            var isKept = failedFile != "hub.db";
            Assert.Equal(isKept ? ["a:2", "b:1"] : ["a:1"], home.Memories.Select(memory => $"{memory.Id}:{memory.RunCount}"));
            Assert.Equal(isKept, home.Automations.Length == 1);

            // What was decided is never there without what is to be remembered of it.
            Assert.Empty(await store.DecisionsAsync(null, 10, CancellationToken.None));
        }

        Assert.InRange(failures, 10, 40);
    }

    [Fact]
    public async Task RunAsync_BindingMemory_IsWrittenBeforeTheWindowIsOverAndToldOf()
    {
        var store = new FakeStore();
        var feed = new StorageFeed(store, () => false, new StorageFeedOptions(), _fixture.Time, _fixture.Log.CreateLogger<StorageFeed>());
        var written = new TaskCompletionSource<long>();
        feed.Committed += written.SetResult;
        var run = feed.RunAsync(CancellationToken.None);

        feed.Offer([Remembered("a", 1, isBinding: true), Decided(1), new HubOutput.OnlineChanged(Lamp, true, Start)]);

        // The clock stands still: no window ends by itself.
        Assert.InRange(await written.Task, 1, 2);
        Assert.Equal(2, feed.Offered);
        feed.Committed -= written.SetResult;
        await feed.StopAsync(CancellationToken.None);
        await run;
        Assert.Equal(2, feed.CommittedUpTo);
    }

    public void Dispose() => _fixture.Dispose();

    private static HubOutput.AutomationsRemembered Remembered(string id, long runs, bool isBinding = false) => new(
        [new AutomationMemory
        {
            Id = id,
            RunCount = runs,
            At = Start,
            Runs =
            [
                new RunMemory(
                    runs, "1", Cause.Root(4, CauseOrigin.Device, "door"), 1,
                    [new NamedValue("trigger.value", ValueMemory.Of(IotHub.Automation.Expressions.Evaluation.ExpressionValue.FromNumber(5)))],
                    [new StrandMemory(0, null, 1, 0, [], new WaitMemory(Start, Start.AddMinutes(1), [], null, null))]),
            ],
        }],
        isBinding);
}
