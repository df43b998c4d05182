using System.Collections.Immutable;
using System.Globalization;
using IotHub.Devices.Commands;
using IotHub.Runtime.Storing;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.History;

/// <summary>Rows of the table <c>command</c>.</summary>
internal static class CommandRows
{
    public const string Columns =
        "SELECT id, device, action, asked, sent_at, attempts, ended_at, outcome, error, code, cause, parent, root, hops, origin, by FROM command ";

    public static ImmutableArray<CommandRecord> Read(SqliteDataReader reader)
    {
        var commands = ImmutableArray.CreateBuilder<CommandRecord>();
        while (reader.Read())
        {
            commands.Add(new CommandRecord(
                reader.GetInt64(0).ToString(CultureInfo.InvariantCulture),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetString(3),
                DecisionRows.CauseAt(reader, 10),
                Times.FromTicks(reader.GetInt64(4)),
                reader.GetInt32(5))
            {
                EndedAt = reader.IsDBNull(6) ? null : Times.FromTicks(reader.GetInt64(6)),
                Outcome = reader.IsDBNull(7) ? null : (CommandOutcome)reader.GetInt32(7),
                ErrorCode = reader.IsDBNull(8) ? null : reader.GetString(8),
                DeviceCode = reader.IsDBNull(9) ? null : reader.GetInt32(9),
            });
        }

        return commands.DrainToImmutable();
    }
}
