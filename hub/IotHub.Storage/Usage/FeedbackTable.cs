using System.Collections.Immutable;
using System.Text;
using IotHub.Insights.Feedback;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Usage;

/// <summary>Feedback, votes, the ring and the version that ran last. Each call is part of its caller's transaction.</summary>
internal sealed class FeedbackTable(Database database)
{
    private const string Columns = "id, at, kind, topic, severity, text, model, ring, hub_version, diagnostics IS NOT NULL, seen";

    // Keys in meta.
    private const string RingKey = "feedback_ring";
    private const string VersionKey = "hub_version";

    /// <summary>The ring of the home.</summary>
    public FeedbackRing Ring => database.Prepared("SELECT value FROM meta WHERE key = @key", "@key").Number(RingKey) is { } ring ? (FeedbackRing)ring : FeedbackRing.Stable;

    /// <summary>The version that ran last; null in a home where none wrote itself down.</summary>
    public ReleaseVersion? LastVersion =>
        database.Prepared("SELECT value FROM meta WHERE key = @key", "@key").Number(VersionKey) is { } number ? ReleaseVersion.FromNumber(number) : null;

    /// <returns>False where there is no room; nothing is written then.</returns>
    public bool Add(FeedbackItem item, string? diagnostics)
    {
        if (item.HasDiagnostics != diagnostics is not null || item.Text.Length > FeedbackBounds.TextLengthMax
            || (diagnostics is not null && Encoding.UTF8.GetByteCount(diagnostics) > FeedbackBounds.DiagnosticsBytesMax))
        {
            throw new ArgumentException("An item beyond its bounds was not refused before.", nameof(item));
        }

        if (database.Number("SELECT count(*) FROM feedback_item") >= FeedbackBounds.ItemsMax)
        {
            return false;
        }

        database.Prepared(
            """
            INSERT INTO feedback_item (id, at, kind, topic, severity, text, model, ring, hub_version, diagnostics)
            VALUES (@id, @at, @kind, @topic, @severity, @text, @model, @ring, @version, @diagnostics)
            """,
            "@id", "@at", "@kind", "@topic", "@severity", "@text", "@model", "@ring", "@version", "@diagnostics")
            .Run(
                item.Id.ToString(), item.At.UtcTicks, (long)item.Kind, (long)item.Topic, (long)item.Severity, item.Text, item.Model, (long)item.Ring, item.HubVersion.Number, diagnostics);
        return true;
    }

    public ImmutableArray<FeedbackItem> Items(int countMax)
    {
        using var reader = database.Prepared($"SELECT {Columns} FROM feedback_item ORDER BY seq DESC LIMIT @most", "@most").Read((long)countMax);
        var items = ImmutableArray.CreateBuilder<FeedbackItem>();
        while (reader.Read())
        {
            items.Add(ItemOf(reader));
        }

        return items.ToImmutable();
    }

    public FeedbackItem? Item(Guid id)
    {
        using var reader = database.Prepared($"SELECT {Columns} FROM feedback_item WHERE id = @id", "@id").Read(id.ToString());
        return reader.Read() ? ItemOf(reader) : null;
    }

    public string? Diagnostics(Guid id)
    {
        using var reader = database.Prepared("SELECT diagnostics FROM feedback_item WHERE id = @id", "@id").Read(id.ToString());
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetString(0) : null;
    }

    public bool Delete(Guid id) => database.Prepared("DELETE FROM feedback_item WHERE id = @id", "@id").Run(id.ToString()) > 0;

    public ImmutableArray<IdeaVote> Votes()
    {
        using var reader = database.Prepared("SELECT idea, at, seen FROM idea_vote ORDER BY at, idea").Read();
        var votes = ImmutableArray.CreateBuilder<IdeaVote>();
        while (reader.Read())
        {
            votes.Add(new IdeaVote(Guid.Parse(reader.GetString(0)), Times.FromTicks(reader.GetInt64(1)), VersionOf(reader, 2)));
        }

        return votes.ToImmutable();
    }

    /// <returns>Null where it was written; otherwise why not.</returns>
    public FeedbackVerdict? Vote(Guid idea, bool isUp, DateTimeOffset at)
    {
        if (!isUp)
        {
            return database.Prepared("DELETE FROM idea_vote WHERE idea = @idea", "@idea").Run(idea.ToString()) > 0 ? null : FeedbackVerdict.Same;
        }

        if (database.Prepared("SELECT count(*) FROM idea_vote WHERE idea = @idea", "@idea").Number(idea.ToString()) > 0)
        {
            return FeedbackVerdict.Same;
        }

        if (database.Number("SELECT count(*) FROM idea_vote") >= FeedbackBounds.VotesMax)
        {
            return FeedbackVerdict.Full;
        }

        database.Prepared("INSERT INTO idea_vote (idea, at) VALUES (@idea, @at)", "@idea", "@at").Run(idea.ToString(), at.UtcTicks);
        return null;
    }

    public void SaveRing(FeedbackRing ring) => Save(RingKey, (long)ring);

    public void SaveVersion(ReleaseVersion version) => Save(VersionKey, version.Number);

    public void MarkSeen(ReleaseAnswer answer)
    {
        var (table, key) = answer.Item is not null ? ("feedback_item", "id") : ("idea_vote", "idea");
        database.Prepared($"UPDATE {table} SET seen = @seen WHERE {key} = @id", "@seen", "@id").Run(answer.Release.Version.Number, answer.Id.ToString());
    }

    /// <summary>Deletes what people wrote and voted for. The ring is a setting and stays.</summary>
    public void Erase() => database.Execute("DELETE FROM feedback_item; DELETE FROM idea_vote");

    private static FeedbackItem ItemOf(SqliteDataReader reader) => new()
    {
        Id = Guid.Parse(reader.GetString(0)),
        At = Times.FromTicks(reader.GetInt64(1)),
        Kind = (FeedbackKind)reader.GetInt64(2),
        Topic = (FeedbackTopic)reader.GetInt64(3),
        Severity = (FeedbackSeverity)reader.GetInt64(4),
        Text = reader.GetString(5),
        Model = reader.IsDBNull(6) ? null : reader.GetString(6),
        Ring = (FeedbackRing)reader.GetInt64(7),
        HubVersion = ReleaseVersion.FromNumber(reader.GetInt64(8)),
        HasDiagnostics = reader.GetInt64(9) != 0,
        Seen = VersionOf(reader, 10),
    };

    private static ReleaseVersion? VersionOf(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : ReleaseVersion.FromNumber(reader.GetInt64(column));

    private void Save(string key, long value) =>
        database.Prepared("INSERT INTO meta VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value", "@key", "@value").Run(key, value);
}
