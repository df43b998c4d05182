using IotHub.Storage.Rollups;

namespace IotHub.Storage.Files;

/// <summary>When devices and the hub were away, out of the table <c>away</c>.</summary>
internal sealed class GapEdges(Database database)
{
    private readonly Statement _find = database.Prepare(
        "SELECT at, is_here FROM (SELECT at, is_here FROM away WHERE device = @device AND at > @from AND at <= @to " +
        "UNION ALL SELECT at, is_here FROM away WHERE device = '' AND at > @from AND at <= @to) ORDER BY at",
        "@device", "@from", "@to");

    /// <summary>What happened to a device after a moment and up to another, in order.</summary>
    public List<GapEdge> Between(string device, long from, long to)
    {
        var edges = new List<GapEdge>();
        using var reader = _find.Read(device, from, to);
        while (reader.Read())
        {
            edges.Add(new GapEdge(reader.GetInt64(0), reader.GetInt64(1) != 0));
        }

        return edges;
    }
}
