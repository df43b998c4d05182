using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using IotHub.Automation.Actions;
using IotHub.Runtime.Notices;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using IotHub.Uplink;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Writer;

/// <summary>What people were told, and how far each channel has carried it out. Each call is part of its caller's transaction.</summary>
internal sealed class NoticeTable(Database database, StorageOptions options)
{
    /// <summary>Source of notices as CloudEvents.</summary>
    public const string Source = "urn:iothub:notices";

    /// <summary>Their type.</summary>
    public const string Type = "iothub.notice.v1";

    private const string Columns = "SELECT number, at, told, title, message, urgency, automation, read_at FROM notice ";

    public void Add(DateTimeOffset at, ImmutableArray<string> to, string title, string message, Urgency urgency, string automation)
    {
        database.Prepared(
            "INSERT INTO notice (at, told, title, message, urgency, automation) VALUES (@at, @told, @title, @message, @urgency, @automation)",
            "@at", "@told", "@title", "@message", "@urgency", "@automation")
            .Run(at.UtcTicks, Names(to), title, message, (long)urgency, automation);

        // The bound holds after each: a storm of them cannot fill the disk.
        database.Prepared("DELETE FROM notice WHERE number <= (SELECT max(number) FROM notice) - @most", "@most").Run((long)options.NoticesMax);
        database.Prepared("DELETE FROM notice_missed WHERE number < (SELECT min(number) FROM notice)").Run();
    }

    public ImmutableArray<Notice> Read(long? before, int countMax, bool isUnread)
    {
        var notices = ImmutableArray.CreateBuilder<Notice>();
        using (var reader = database.Prepared(
            Columns + "WHERE number < @before AND (@unread = 0 OR read_at IS NULL) ORDER BY number DESC LIMIT @most", "@before", "@unread", "@most")
            .Read(before ?? long.MaxValue, isUnread ? 1L : 0L, (long)countMax))
        {
            while (reader.Read())
            {
                notices.Add(NoticeOf(reader));
            }
        }

        return [.. notices.Select(notice => notice with { Missed = Missed(notice.Number) })];
    }

    public int Unread() => (int)database.Number("SELECT count(*) FROM notice WHERE read_at IS NULL");

    public void MarkRead(long upTo, DateTimeOffset at) =>
        database.Prepared("UPDATE notice SET read_at = @at WHERE number <= @to AND read_at IS NULL", "@at", "@to").Run(at.UtcTicks, upTo);

    /// <summary>A channel that is new begins behind all that is there; those that are no more are forgotten.</summary>
    public void Register(IReadOnlyCollection<string> channels)
    {
        foreach (var channel in channels)
        {
            database.Prepared("INSERT OR IGNORE INTO notice_channel VALUES (@name, (SELECT coalesce(max(number), 0) FROM notice))", "@name").Run(channel);
        }

        database.Prepared("DELETE FROM notice_channel WHERE name NOT IN (SELECT value FROM json_each(@names))", "@names").Run(Names(channels));
    }

    /// <summary>What a channel has not carried out yet. What is too old by then is passed over for good, and named.</summary>
    public IReadOnlyList<OutboxEvent> Next(string channel, int bytesMax, int countMax, DateTimeOffset oldest)
    {
        database.Prepared(
            "INSERT OR IGNORE INTO notice_missed SELECT number, @channel, @why FROM notice WHERE at < @oldest AND number > (SELECT cursor FROM notice_channel WHERE name = @channel)",
            "@channel", "@why", "@oldest").Run(channel, "It could not be carried out within a day.", oldest.UtcTicks);
        List<OutboxEvent> next = [];
        using var reader = database.Prepared(
            Columns + "WHERE number > (SELECT cursor FROM notice_channel WHERE name = @channel) AND at >= @oldest ORDER BY number LIMIT @most", "@channel", "@oldest", "@most")
            .Read(channel, oldest.UtcTicks, (long)countMax);
        var bytes = 0;
        while (reader.Read())
        {
            var one = EventOf(NoticeOf(reader));
            bytes += one.Body.Length;
            if (next.Count > 0 && bytes > bytesMax)
            {
                break;
            }

            next.Add(one);
        }

        return next;
    }

    public void Accept(string channel, long upTo) =>
        database.Prepared("UPDATE notice_channel SET cursor = max(cursor, @to) WHERE name = @name", "@name", "@to").Run(channel, upTo);

    public void SetAside(string channel, long number, string why)
    {
        database.Prepared("INSERT OR IGNORE INTO notice_missed VALUES (@number, @channel, @why)", "@number", "@channel", "@why").Run(number, channel, why);
        Accept(channel, number);
    }

    private static string Names(IEnumerable<string> names) => new JsonArray([.. names.Select(name => (JsonNode)name)]).ToJsonString();

    private static Notice NoticeOf(SqliteDataReader reader) => new(
        reader.GetInt64(0), Times.FromTicks(reader.GetInt64(1)), [.. JsonNode.Parse(reader.GetString(2))!.AsArray().GetValues<string>()], reader.GetString(3), reader.GetString(4),
        (Urgency)reader.GetInt64(5), reader.GetString(6), reader.IsDBNull(7) ? null : Times.FromTicks(reader.GetInt64(7)), []);

    private static OutboxEvent EventOf(Notice notice)
    {
        var id = $"{notice.Number}-{notice.At.UtcTicks:x}";
        var body = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = Source,
            ["type"] = Type,
            ["time"] = notice.At,
            ["datacontenttype"] = "application/json",
            ["data"] = NoticeJson.Compose(notice.At, notice.To, notice.Title, notice.Message, notice.Urgency, notice.Automation),
        };
        return new OutboxEvent(notice.Number, id, Source, Type, Encoding.UTF8.GetBytes(body.ToJsonString(NoticeJson.Readable)));
    }

    private ImmutableArray<(string Channel, string Why)> Missed(long number)
    {
        using var reader = database.Prepared("SELECT channel, why FROM notice_missed WHERE number = @number ORDER BY channel", "@number").Read(number);
        var missed = ImmutableArray.CreateBuilder<(string, string)>();
        while (reader.Read())
        {
            missed.Add((reader.GetString(0), reader.GetString(1)));
        }

        return missed.ToImmutable();
    }
}
