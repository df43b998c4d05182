using System.Globalization;
using IotHub.Benchmarks.Outbox;
using IotHub.Runtime.Storing;
using IotHub.Storage;
using Microsoft.Data.Sqlite;

namespace IotHub.Benchmarks.History;

/// <summary>What it costs to sum the past up as it is written, and how long it takes to ask for it.</summary>
internal static class HistoryBenchmark
{
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("iothub-history-");
        try
        {
            await HistoryWrites.RunAsync(folder.FullName);
            var busy = Path.Combine(folder.FullName, "busy");
            TellSizes(busy);
            await using var store = await HistoryWrites.OpenAsync(busy);
            await AskAsync(store, "30 days, 100 devices", HistoryWrites.Start, HistoryWrites.End, 1_000);
            await AskAsync(store, "30 days, 100 devices", HistoryWrites.Start, HistoryWrites.End, 300);
            await AskAsync(store, "7 days, 100 devices", HistoryWrites.End.AddDays(-7), HistoryWrites.End, 1_000);
            await AskAsync(store, "24 hours, 100 devices", HistoryWrites.End.AddDays(-1), HistoryWrites.End, 1_000);
            await AskAsync(store, "2 hours, 100 devices", HistoryWrites.End.AddHours(-2), HistoryWrites.End, 1_000);
            await EnergyAsync(store);
            Console.WriteLine(new PeakMemory());
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task AskAsync(HubStore store, string what, DateTimeOffset from, DateTimeOffset to, int points)
    {
        var query = new SignalQuery([.. HistoryWrites.Charted.Select(signal => new SignalAddress(signal.Device, signal.Property))], from, to, points, HistoryWrites.End);
        var times = new List<string>();
        SignalHistory? answer = null;
        for (var round = 0; round < Rounds; round++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            answer = await store.Signals.QueryAsync(query, CancellationToken.None);
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));
        }

        Console.WriteLine($"{what}, {points} points: {answer!.Resolution}, {answer.Starts.Length} columns, {string.Join(", ", times)} ms");
    }

    private static async Task EnergyAsync(HubStore store)
    {
        var days = Enumerable.Range(0, 31).Select(day => HistoryWrites.Start.AddDays(day)).ToList();
        var begun = TimeProvider.System.GetTimestamp();
        var use = await store.Signals.EnergyAsync(new EnergyQuery([.. days], false, HistoryWrites.End), CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"energy by day: {use.Devices.Length} devices, {TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds:F0} ms"));
    }

    private static void TellSizes(string folder)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "history.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        foreach (var (what, sql) in new[]
        {
            ("values", "SELECT count(*), 0 FROM history"),
            ("minutes", "SELECT count(*), sum(length(data)) FROM rollup WHERE level = 1"),
            ("hours", "SELECT count(*), sum(length(data)) FROM rollup WHERE level = 2"),
            ("days", "SELECT count(*), sum(length(data)) FROM rollup WHERE level = 3"),
            ("open", "SELECT count(*), sum(length(open)) FROM last_value"),
        })
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those above.
            command.CommandText = sql;
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            reader.Read();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {reader.GetInt64(0):N0} rows, {(reader.IsDBNull(1) ? 0 : reader.GetInt64(1)):N0} bytes"));
        }
    }
}
