using IotHub.Contracts.Values;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using static IotHub.Storage.Tests.StoreFixture;

namespace IotHub.Storage.Tests;

public sealed class DamageTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    [Theory]
    [InlineData("hub.db", "random")]
    [InlineData("hub.db", "truncated")]
    [InlineData("hub.db", "empty")]
    [InlineData("hub.db", "page")]
    [InlineData("history.db", "random")]
    [InlineData("history.db", "truncated")]
    [InlineData("history.db", "empty")]
    [InlineData("history.db", "page")]
    public async Task OpenAsync_DamagedFile_IsSetAsideAndTheOtherFileKept(string file, string damage)
    {
        await using (var store = await _fixture.OpenAsync())
        {
            var large = new string('x', 3_000);
            await store.WriteAsync([new HubOutput.DeviceSaved(Lamp), .. Enumerable.Range(1, 50).Select(i => Changed("light.text", PropertyValue.FromText(large + i), Start.AddSeconds(i), i))], CancellationToken.None);
            await store.WriteAsync([.. Enumerable.Range(1, 50).Select(i => new HubOutput.AutomationSaved(AutomationOf($"a{i}", 1, large), true))], CancellationToken.None);
        }

        var bytes = await File.ReadAllBytesAsync(_fixture.PathOf(file));
        switch (damage)
        {
            case "random":
                new SeededRandom(7).NextBytes(bytes);
                break;
            case "truncated":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case "empty":
                bytes = [];
                break;
            default:
                // Every page but the first turned over: whichever holds rows is among them.
                for (var i = 4096; i < bytes.Length; i++)
                {
                    bytes[i] ^= 0xFF;
                }

                break;
        }

        await File.WriteAllBytesAsync(_fixture.PathOf(file), bytes);

        await using var again = await _fixture.OpenAsync();

        var aside = Assert.Single(again.SetAside);
        Assert.Equal(file, aside.File);
        Assert.Equal(_fixture.PathOf(file + ".corrupt-20261122T080000Z"), aside.MovedTo);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(aside.MovedTo));
        var warning = Assert.Single(_fixture.Log.Entries);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains(aside.MovedTo, warning.Message, StringComparison.Ordinal);
        var home = await again.LoadAsync(CancellationToken.None);
        Assert.Equal(file == "hub.db" ? 0 : 1, home.Devices.Length);
        Assert.Equal(file == "hub.db" ? 1 : 0, (await again.History.QueryAsync("hall-lamp", "light.text", Start.AddDays(1), Start.AddDays(2), 2, CancellationToken.None)).Length);

        // Ids that history names are taken, also when the mark went with hub.db.
        Assert.True(home.NextCauseId > 50, $"next cause id is {home.NextCauseId}");
        await again.WriteAsync([new HubOutput.DeviceSaved(Lamp)], CancellationToken.None);
    }

    [Fact]
    public async Task OpenAsync_NewerSchema_IsRefusedAndUntouched()
    {
        await (await _fixture.OpenAsync()).DisposeAsync();
        Run(_fixture.PathOf("hub.db"), "PRAGMA user_version = 99");
        var bytes = await File.ReadAllBytesAsync(_fixture.PathOf("hub.db"));

        var error = await Assert.ThrowsAsync<StoreException>(async () => await _fixture.OpenAsync());

        Assert.Contains("newer hub (schema 99, this one knows 8)", error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_fixture.PathOf("hub.db")));
    }

    [Fact]
    public async Task OpenAsync_DatabaseOfAnotherProgram_IsRefused()
    {
        SQLitePCL.Batteries_V2.Init();
        Run(_fixture.PathOf("hub.db"), "CREATE TABLE theirs (x)");

        var error = await Assert.ThrowsAsync<StoreException>(async () => await _fixture.OpenAsync());

        Assert.Contains("belongs to another program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_FolderUnderAFile_SaysSo()
    {
        await File.WriteAllTextAsync(_fixture.PathOf("file"), "x");
        var folder = Path.Combine(_fixture.PathOf("file"), "data");

        var error = await Assert.ThrowsAsync<StoreException>(async () => await _fixture.OpenAsync(new StorageOptions { Folder = folder }));

        Assert.StartsWith($"The data folder {folder} cannot be made", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_DatabaseIsAFolder_SaysSo()
    {
        Directory.CreateDirectory(_fixture.PathOf("hub.db"));

        var error = await Assert.ThrowsAsync<StoreException>(async () => await _fixture.OpenAsync());

        Assert.Contains("hub.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_FolderInUse_SaysSoAndIsFreeAfterwards()
    {
        await using (await _fixture.OpenAsync())
        {
            var error = await Assert.ThrowsAsync<StoreException>(async () => await _fixture.OpenAsync());
            Assert.Contains("in use by another hub", error.Message, StringComparison.Ordinal);
        }

        await (await _fixture.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task OpenAsync_WrongSettings_NamesEach()
    {
        var error = await Assert.ThrowsAsync<StoreException>(async () => await _fixture.OpenAsync(_fixture.Options with { HistoryBytesMax = 5, DecisionsMax = 1 }));

        Assert.Equal(
            "Storage:HistoryBytesMax is 5: it must be 4194304 or more. Storage:DecisionsMax is 1: it must be between 100 and 10000000.", error.Message);
    }

    public void Dispose() => _fixture.Dispose();

    private static void Run(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own constants
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
