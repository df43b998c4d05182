using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Storage.Tests.Rollups;

/// <summary>A crash before each single statement that writes history: what the file then says summed up is what it says by values as they came.</summary>
public sealed class RollupCrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly List<string> _wrecks = [];

    public void Dispose()
    {
        foreach (var wreck in _wrecks)
        {
            Directory.Delete(wreck, recursive: true);
        }

        _fixture.Dispose();
    }

    [Fact]
    public async Task Crash_BeforeAnyStatement_RollupsAndValuesSayTheSame()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var life = new RollupLife(random, StoreFixture.Start, TimeSpan.FromMinutes(7));
        await using (var store = await _fixture.OpenAsync())
        {
            await store.WriteAsync(life.Batch(200), CancellationToken.None);
            store.BeforeStatement = (file, _) => CopyFiles(file);
            for (var round = 0; round < 6; round++)
            {
                await store.WriteAsync(round == 3 ? [life.Restart(TimeSpan.FromHours(1)), .. life.Batch(5)] : life.Batch(12), CancellationToken.None);
            }
        }

        var columns = 0;
        foreach (var wreck in _wrecks)
        {
            var options = _fixture.Options with { Folder = wreck };

            // A hub takes it into use, which folds the log in, and goes on with it.
            var after = new RollupLife(new Random(1), life.Now.AddMinutes(1), TimeSpan.FromMinutes(3));
            await using (var store = await _fixture.OpenAsync(options))
            {
                await store.WriteAsync([after.Restart(TimeSpan.FromMinutes(2)), .. after.Batch(4)], CancellationToken.None);
            }

            columns += RollupCheck.AssertSummedUp(options, StoreFixture.Start.AddHours(-8), after.Now);
        }

        output.WriteLine($"{_wrecks.Count} crashes, {columns} columns");
        Assert.InRange(_wrecks.Count, 100, 5_000);
    }

    [Fact]
    public async Task WriteAsync_StatementThatFails_IsAsIfItHadNotBeen()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var life = new RollupLife(random, StoreFixture.Start, TimeSpan.FromMinutes(7));
        await using (var store = await _fixture.OpenAsync())
        {
            for (var round = 0; round < 30; round++)
            {
                var batch = life.Batch(10);
                var left = random.Next(40);
                store.BeforeStatement = (file, _) =>
                {
                    if (file == "history.db" && left-- == 0)
                    {
                        throw new Microsoft.Data.Sqlite.SqliteException("The card is gone.", SQLitePCL.raw.SQLITE_IOERR);
                    }
                };
                try
                {
                    await store.WriteAsync(batch, CancellationToken.None);
                }
                catch (Runtime.Storing.StoreException)
                {
                    store.BeforeStatement = null;
                    await store.WriteAsync(batch, CancellationToken.None);
                }
            }
        }

        Assert.NotEqual(0, RollupCheck.AssertSummedUp(_fixture.Options, StoreFixture.Start.AddHours(-8), life.Now));
    }

    private void CopyFiles(string file)
    {
        if (file != "history.db")
        {
            return;
        }

        var wreck = Directory.CreateTempSubdirectory("iothub-wreck-").FullName;
        foreach (var path in Directory.GetFiles(_fixture.Folder).Where(path => Path.GetFileName(path) is "history.db" or "history.db-wal" or "hub.db" or "hub.db-wal"))
        {
            using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = File.Create(Path.Combine(wreck, Path.GetFileName(path)));
            from.CopyTo(to);
        }

        _wrecks.Add(wreck);
    }
}
