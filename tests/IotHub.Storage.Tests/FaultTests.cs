using IotHub.Contracts.Values;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using Microsoft.Data.Sqlite;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

public sealed class FaultTests : IDisposable
{
    private static readonly HubOutput[] Before =
    [
        new HubOutput.DeviceSaved(Lamp), new HubOutput.AutomationSaved(AutomationOf("a", 1, "one"), true), Changed("light.on", PropertyValue.FromBoolean(true), Start, 1),
    ];

    private static readonly HubOutput[] Batch =
    [
        new HubOutput.DeviceSaved(Speaker), new HubOutput.AutomationSaved(AutomationOf("a", 2, "two", savedAtMinute: 1), true),
        new HubOutput.SceneSaved(Scene("s", 1, "{}"), true), Changed("light.on", PropertyValue.FromBoolean(false), Start.AddMinutes(1), 2),
        Changed("light.text", PropertyValue.FromText("x"), Start.AddMinutes(1), 3, Speaker), Decided(4),
    ];

    private readonly StoreFixture _fixture = new();

    [Fact]
    public async Task WriteAsync_NthStatementFails_LeavesAllOrNothingInEachFileAndARepeatHeals()
    {
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync(Before, CancellationToken.None);
            var untouched = await DescribeAsync(store);
            await store.WriteAsync(Batch, CancellationToken.None);
            Assert.NotEqual(untouched, await DescribeAsync(store));
        }

        var failures = 0;
        for (var n = 1; ; n++)
        {
            using var fixture = new StoreFixture();
            await using var store = await fixture.OpenAsync();
            await store.WriteAsync(Before, CancellationToken.None);
            var before = await DescribeAsync(store);
            var left = n;
            var failedFile = "";
            store.BeforeStatement = (file, sql) =>
            {
                if (--left == 0)
                {
                    failedFile = file;
                    throw new SqliteException("injected: " + sql, SQLitePCL.raw.SQLITE_IOERR);
                }
            };
            var error = await Record.ExceptionAsync(() => store.WriteAsync(Batch, CancellationToken.None).AsTask());
            store.BeforeStatement = null;
            var after = await DescribeAsync(store);
            if (error is null)
            {
                break;
            }

            failures++;
            Assert.IsType<StoreException>(error);
            Assert.Equal(before.History, after.History);
            Assert.Equal(failedFile == "hub.db", before.Hub == after.Hub);

            await store.WriteAsync(Batch, CancellationToken.None);
            var healed = await DescribeAsync(store);
            Assert.Equal("2:two,1:one", healed.Versions);
            Assert.Contains("light.text", healed.History, StringComparison.Ordinal);
        }

        // Two transactions of several statements each: fewer would mean that the seam does not see them.
        Assert.InRange(failures, 15, 60);
    }

    [Fact]
    public async Task OpenAsync_CopyTakenBetweenAnyTwoStatements_HoldsWholeBatchesOnly()
    {
        var copies = new List<string>();
        string before;
        string after;
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync(Before, CancellationToken.None);
            before = (await DescribeAsync(store)).ToString();
            store.BeforeStatement = (_, _) => copies.Add(Copy());
            await store.WriteAsync(Batch, CancellationToken.None);
            store.BeforeStatement = null;
            after = (await DescribeAsync(store)).ToString();
        }

        Assert.InRange(copies.Count, 15, 60);
        var seen = new HashSet<string>();
        foreach (var copy in copies)
        {
            await using var store = await _fixture.OpenAsync(new StorageOptions { Folder = copy });
            Assert.Empty(store.SetAside);
            var found = await DescribeAsync(store);
            seen.Add(found.ToString());
        }

        // Before, and between the two files: hub.db has the batch and history.db has not.
        Assert.Equal(2, seen.Count);
        Assert.Contains(before, seen);
        Assert.DoesNotContain(after, seen);

        string Copy()
        {
            // As a killed process leaves it: database and log as they are, without the lock's and the index's memory.
            var target = Directory.CreateDirectory(Path.Combine(_fixture.Folder, $"copy-{copies.Count}")).FullName;
            foreach (var name in new[] { "hub.db", "hub.db-wal", "history.db", "history.db-wal" }.Where(name => File.Exists(_fixture.PathOf(name))))
            {
                using var source = new FileStream(_fixture.PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var copy = File.Create(Path.Combine(target, name));
                source.CopyTo(copy);
            }

            return target;
        }
    }

    public void Dispose() => _fixture.Dispose();

    private static async Task<(string Hub, string History, string Versions)> DescribeAsync(HubStore store)
    {
        var home = await store.LoadAsync(CancellationToken.None);
        var versions = await store.VersionsAsync("a", CancellationToken.None);
        var lamp = await store.History.QueryAsync("hall-lamp", "light.on", Start, Start.AddDays(1), 100, CancellationToken.None);
        var speaker = await store.History.QueryAsync("speaker", "light.text", Start, Start.AddDays(1), 100, CancellationToken.None);
        var decisions = await store.DecisionsAsync(null, 100, CancellationToken.None);
        var hub = string.Join(';', home.Devices) + string.Join(';', home.Automations) + string.Join(';', home.Scenes);
        var last = speaker.Length == 0 ? "" : "light.text";
        return (
            hub,
            string.Join(';', lamp.Select(point => $"{point.At:O} {point.Value} {point.CauseId}")) + last + decisions.Length,
            string.Join(',', versions.Select(version => $"{version.Version}:{version.Text}")));
    }
}
