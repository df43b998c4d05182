using IotHub.Insights.Attribution;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using static IotHub.Storage.Files.OutsideReader;

namespace IotHub.Storage;

/// <summary>Looks at what is owed for recommendations from outside, also while a hub runs. Writes nothing.</summary>
public static class StoredLedgerReader
{
    /// <summary>Reads the ledger as it grew, and the events that it is to be made of.</summary>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="StoreException">There is no home, it cannot be read, or its hub was too old to keep a ledger.</exception>
    public static (AttributionLedger Grown, IReadOnlyList<ReadOnlyMemory<byte>> Events) Read(string folder) => OutsideReader.Read(folder, connection =>
    {
        if (Rows(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'attribution_fact'", _ => true).Count == 0)
        {
            throw new StoreException($"The home in {folder} was written by a hub that kept no ledger.");
        }

        var facts = Rows(connection, "SELECT fact FROM attribution_fact ORDER BY key", row => AttributionJson.TryRead(row.GetString(0))
            ?? throw new StoreException($"The ledger in {folder} has a fact that cannot be read."));
        return (LedgerRebuild.Build(facts), (IReadOnlyList<ReadOnlyMemory<byte>>)Rows(connection, "SELECT body FROM attribution_event ORDER BY id", row => new ReadOnlyMemory<byte>((byte[])row.GetValue(0))));
    });
}
