using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Devices;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.History;

/// <summary>Rows of the table <c>decision</c>.</summary>
internal static class DecisionRows
{
    public const string Columns =
        "SELECT at, automation, run, kind, trigger_id, text, cause, parent, root, hops, origin, by, step, trace FROM decision ";

    public static ImmutableArray<Decision> Read(SqliteDataReader reader)
    {
        var decisions = ImmutableArray.CreateBuilder<Decision>();
        while (reader.Read())
        {
            decisions.Add(new Decision(
                Times.FromTicks(reader.GetInt64(0)),
                reader.GetString(1),
                reader.GetInt64(2),
                (DecisionKind)reader.GetInt32(3),
                reader.GetString(4),
                reader.GetString(5),
                CauseAt(reader, 6))
            {
                Step = reader.GetString(12),
                Trace = reader.IsDBNull(13) ? null : DecisionTraceJson.TryRead(reader.GetString(13)),
            });
        }

        return decisions.DrainToImmutable();
    }

    /// <summary>A cause in six columns from one on.</summary>
    public static Cause CauseAt(SqliteDataReader reader, int column) => new(
        reader.GetInt64(column),
        reader.GetInt64(column + 1),
        reader.GetInt64(column + 2),
        reader.GetInt32(column + 3),
        (CauseOrigin)reader.GetInt32(column + 4),
        reader.GetString(column + 5));
}
