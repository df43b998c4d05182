using System.Collections.Immutable;
using System.Globalization;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Storage.Files;
using IotHub.Uplink;

namespace IotHub.Storage.Usage;

/// <summary>The statements of the outbox. Whatever enters or leaves it is counted in the same transaction, so that the ledger is exact.</summary>
internal sealed class OutboxTable
{
    /// <summary>Goes out under its consent.</summary>
    public const long Goes = 0;

    /// <summary>Is only for the owner.</summary>
    public const long StaysHere = 1;

    /// <summary>Goes out whatever is granted.</summary>
    public const long GoesAlways = 2;

    /// <summary>How many rows are looked at or deleted at once: a few hundredths of a second for who waits behind it, some tenths on a slow card.</summary>
    internal const int RowsPerStep = 1_000;

    // How many rows are deleted at once when room is made for one.
    private const int RowsOfRoom = 256;

    // What makes room first: what tells least about the home's own rights and dues.
    private static readonly ConsentClass[] EvictionOrder =
        [ConsentClass.Usage, ConsentClass.Product, ConsentClass.Feedback, ConsentClass.Recommendation, ConsentClass.Essential];

    private readonly Database _database;
    private readonly Statement _add;
    private readonly Statement _tally;
    private readonly Statement _next;
    private readonly Statement _read;
    private readonly Statement _accept;
    private readonly Statement _markSent;
    private readonly long _bytesMax;
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private long _bytes;
    private long _erasedUpTo;

    public OutboxTable(Database database, StorageOptions options)
    {
        _database = database;
        _bytesMax = options.OutboxBytesMax;
        _add = database.Prepare(
            "INSERT INTO outbox (id, source, type, class, stays, at, body) VALUES (@id, @source, @type, @class, @stays, @at, @body)",
            "@id", "@source", "@type", "@class", "@stays", "@at", "@body");
        _tally = database.Prepare(
            "INSERT INTO outbox_tally VALUES (@class, @fate, @count, @bytes) ON CONFLICT (class, fate) DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes",
            "@class", "@fate", "@count", "@bytes");
        _next = database.Prepare("INSERT INTO usage_source VALUES (@source, 1, 0) ON CONFLICT (source) DO UPDATE SET last = last + 1 RETURNING last", "@source");
        _read = database.Prepare(
            "SELECT seq, id, source, type, body FROM outbox WHERE seq > @cursor AND (stays = 2 OR (stays = 0 AND (@classes >> class) & 1)) ORDER BY seq LIMIT @most",
            "@cursor", "@classes", "@most");
        _accept = database.Prepare("UPDATE uplink SET cursor = max(cursor, @to) WHERE name = @name", "@name", "@to");
        _markSent = database.Prepare("UPDATE usage_source SET sent = 1 WHERE source = @source", "@source");
        Load();
    }

    /// <summary>How many events were added since the hub started; also those whose transaction failed later.</summary>
    public long AddedCount { get; private set; }

    /// <summary>What cannot be known after a transaction that failed is read again.</summary>
    public void Load()
    {
        _bytes = _database.Number("SELECT coalesce(sum(bytes), 0) FROM outbox_tally WHERE fate = 0");
        _erasedUpTo = _database.Number("SELECT value FROM meta WHERE key = 'usage_erased_up_to'");
        _cursors.Clear();
        using (var reader = _database.Prepared("SELECT name, cursor FROM uplink").Read())
        {
            while (reader.Read())
            {
                _cursors[reader.GetString(0)] = reader.GetInt64(1);
            }
        }

        _sent.Clear();
        using var sent = _database.Prepared("SELECT source FROM usage_source WHERE sent = 1").Read();
        while (sent.Read())
        {
            _sent.Add(sent.GetString(0));
        }
    }

    /// <summary>The next sequence number of a source.</summary>
    public long Next(string source) => _next.Number(source)!.Value;

    public void Add(Guid id, string source, UsageSchema schema, long stays, DateTimeOffset at, byte[] body)
    {
        _add.Run(id.ToString(), source, schema.Type, (long)schema.Class, stays, at.UtcTicks, body);
        Tally(schema.Class, UsageFate.Kept, 1, body.Length);
        AddedCount++;
        if (_bytes > _bytesMax)
        {
            MakeRoom();
        }
    }

    public void Register(IReadOnlyCollection<string> uplinks)
    {
        foreach (var gone in _cursors.Keys.Where(name => !uplinks.Contains(name)).ToArray())
        {
            _database.Prepared("DELETE FROM uplink WHERE name = @name", "@name").Run(gone);
            _database.Prepared("DELETE FROM outbox_refused WHERE uplink = @name", "@name").Run(gone);
        }

        // A new receiver gets what comes from now on: the rest was recorded before anybody chose it.
        var last = _database.Number("SELECT coalesce(max(seq), 0) FROM outbox");
        foreach (var added in uplinks.Where(name => !_cursors.ContainsKey(name)))
        {
            _database.Prepared("INSERT INTO uplink VALUES (@name, @cursor)", "@name", "@cursor").Run(added, last);
        }

        Load();
    }

    public IReadOnlyList<OutboxEvent> Read(string uplink, ConsentState consent, int bytesMax, int countMax)
    {
        var events = new List<OutboxEvent>();
        var bytes = 0;
        using var reader = _read.Read(Math.Max(_cursors[uplink], _erasedUpTo), ClassesOf(consent), (long)countMax);
        while (reader.Read())
        {
            var body = (byte[])reader.GetValue(4);
            if (events.Count > 0 && bytes + body.Length > bytesMax)
            {
                break;
            }

            bytes += body.Length;
            events.Add(new OutboxEvent(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), body));
        }

        // Before they leave: a receiver may have what it never confirmed, and is to be asked to erase that too.
        foreach (var source in events.Select(one => one.Source).Where(source => !_sent.Contains(source)).Distinct())
        {
            _markSent.Run(source);
            _sent.Add(source);
        }

        return events;
    }

    public void Accept(string uplink, long upTo)
    {
        _accept.Run(uplink, upTo);
        _cursors[uplink] = Math.Max(_cursors[uplink], upTo);
    }

    public void SetAside(string uplink, long sequence, string reason, DateTimeOffset at)
    {
        _database.Prepared("INSERT INTO outbox_refused VALUES (@seq, @uplink, @reason, @at) ON CONFLICT (seq, uplink) DO NOTHING", "@seq", "@uplink", "@reason", "@at")
            .Run(sequence, uplink, reason, at.UtcTicks);
        _accept.Run(uplink, sequence);
        _cursors[uplink] = Math.Max(_cursors[uplink], sequence);
    }

    /// <summary>Deletes some of what a class has that not every uplink sent; what was sent stays to be seen. To be called until there is no more.</summary>
    /// <returns>How many; 0 when there is no more.</returns>
    public int Withdraw(ConsentClass of) => Drop(UsageFate.Withdrawn, "class = @a AND stays = 0 AND seq > @b", (long)of, DeliveredUpTo(), RowsPerStep);

    /// <summary>What is essential and was recorded for receivers is only for the owner, once there are none.</summary>
    public void KeepHere() => _database.Prepared("UPDATE outbox SET stays = 1 WHERE class = @class AND stays = 0 AND seq > @from", "@class", "@from")
        .Run((long)ConsentClass.Essential, DeliveredUpTo());

    /// <summary>From here on, nothing that was recorded before can be read or sent; <see cref="Erase"/> deletes it.</summary>
    public void Hide()
    {
        _erasedUpTo = _database.Number("SELECT coalesce(max(seq), 0) FROM outbox");
        _database.Prepared("INSERT INTO meta VALUES ('usage_erased_up_to', @to) ON CONFLICT (key) DO UPDATE SET value = excluded.value", "@to").Run(_erasedUpTo);
        _database.Execute("DELETE FROM outbox_refused");
    }

    /// <summary>Deletes some of what is hidden. To be called until there is no more.</summary>
    /// <returns>How many; 0 when there is no more.</returns>
    public int Erase() => Drop(UsageFate.Erased, "seq <= @a AND seq > @b", _erasedUpTo, 0, RowsPerStep);

    /// <summary>Lets go of what is old, among some of the events.</summary>
    /// <param name="after">Among those behind this place.</param>
    /// <param name="delivered">What was delivered before this has been seen long enough.</param>
    /// <param name="waiting">What waits since before this never arrives.</param>
    /// <returns>Where to go on; null behind the last.</returns>
    public long? Expire(long after, DateTimeOffset delivered, DateTimeOffset waiting)
    {
        var end = _database.Prepared("SELECT max(seq) FROM (SELECT seq FROM outbox WHERE seq > @after ORDER BY seq LIMIT @most)", "@after", "@most").Number(after, (long)RowsPerStep);
        if (end is not { } upTo)
        {
            _database.Execute("DELETE FROM outbox_refused WHERE seq NOT IN (SELECT seq FROM outbox)");
            return null;
        }

        var sent = DeliveredUpTo();
        Drop(UsageFate.Delivered, "at < @a AND seq > @b AND seq <= @c AND (seq <= @d OR stays = 1)", delivered.UtcTicks, after, RowsPerStep, upTo, sent);
        Drop(UsageFate.Expired, "at < @a AND seq > @b AND seq <= @c AND stays <> 2", waiting.UtcTicks, Math.Max(after, sent), RowsPerStep, upTo);
        return upTo;
    }

    public ImmutableArray<UsageTally> Ledger()
    {
        using var reader = _database.Prepared("SELECT class, fate, count, bytes FROM outbox_tally WHERE count > 0 ORDER BY class, fate").Read();
        var tallies = ImmutableArray.CreateBuilder<UsageTally>();
        while (reader.Read())
        {
            tallies.Add(new UsageTally((ConsentClass)reader.GetInt64(0), (UsageFate)reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return tallies.ToImmutable();
    }

    public ImmutableArray<UsageEntry> Entries(long after, int countMax)
    {
        var refused = Refused(after);
        using var reader = _database.Prepared("SELECT seq, id, type, class, at, stays, body FROM outbox WHERE seq > @after ORDER BY seq LIMIT @most", "@after", "@most").Read(Math.Max(after, _erasedUpTo), (long)countMax);
        var entries = ImmutableArray.CreateBuilder<UsageEntry>();
        while (reader.Read())
        {
            var sequence = reader.GetInt64(0);
            var stays = reader.GetInt64(5) == StaysHere;
            ImmutableArray<string> refusedBy = refused.TryGetValue(sequence, out var names) ? [.. names] : [];
            entries.Add(new UsageEntry(
                sequence,
                reader.GetString(1),
                reader.GetString(2),
                (ConsentClass)reader.GetInt64(3),
                Values.Times.FromTicks(reader.GetInt64(4)),
                stays,
                stays ? [] : [.. _cursors.Where(cursor => cursor.Value >= sequence && !refusedBy.Contains(cursor.Key)).Select(cursor => cursor.Key).Order(StringComparer.Ordinal)],
                refusedBy,
                (byte[])reader.GetValue(6)));
        }

        return entries.ToImmutable();
    }

    private static long ClassesOf(ConsentState consent)
    {
        // Essential goes along only where something was granted.
        var classes = consent.AllowsSome ? 1L << (int)ConsentClass.Essential : 0;
        return ConsentState.Classes.Where(consent.Allows).Aggregate(classes, (sum, one) => sum | (1L << (int)one));
    }

    private Dictionary<long, List<string>> Refused(long after)
    {
        var refused = new Dictionary<long, List<string>>();
        using var reader = _database.Prepared("SELECT seq, uplink FROM outbox_refused WHERE seq > @after ORDER BY seq, uplink", "@after").Read(after);
        while (reader.Read())
        {
            if (!refused.TryGetValue(reader.GetInt64(0), out var names))
            {
                refused[reader.GetInt64(0)] = names = [];
            }

            names.Add(reader.GetString(1));
        }

        return refused;
    }

    private long DeliveredUpTo() => _cursors.Count == 0 ? long.MaxValue : _cursors.Values.Min();

    private void MakeRoom()
    {
        var delivered = DeliveredUpTo();
        while (_bytes > _bytesMax && (
            Drop(UsageFate.Erased, "seq <= @a AND seq > @b", _erasedUpTo, 0, RowsOfRoom) > 0
            || Drop(UsageFate.Delivered, "seq <= @a AND seq > @b", delivered, 0, RowsOfRoom) > 0
            || Drop(UsageFate.Delivered, "class = @a AND stays = 1 AND seq > @b", (long)ConsentClass.Essential, 0, RowsOfRoom) > 0))
        {
            // As much as there is. Only what is essential can be for the owner alone, and is found by its class.
        }

        foreach (var of in EvictionOrder)
        {
            while (_bytes > _bytesMax && Drop(UsageFate.Evicted, "class = @a AND seq > @b AND stays = 0", (long)of, delivered, RowsOfRoom) > 0)
            {
                // The oldest first.
            }
        }
    }

    private int Drop(UsageFate fate, string where, long a, long b, int rowsMax, long c = 0, long d = 0)
    {
        var gone = new Dictionary<ConsentClass, (long Count, long Bytes)>();
        using (var reader = _database.Prepared(
            string.Create(CultureInfo.InvariantCulture, $"DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE {where} ORDER BY seq LIMIT @most) RETURNING class, length(body)"),
            "@a", "@b", "@c", "@d", "@most").Read(a, b, c, d, (long)rowsMax))
        {
            while (reader.Read())
            {
                var of = (ConsentClass)reader.GetInt64(0);
                var (count, bytes) = gone.GetValueOrDefault(of);
                gone[of] = (count + 1, bytes + reader.GetInt64(1));
            }
        }

        foreach (var (of, (count, bytes)) in gone)
        {
            Tally(of, UsageFate.Kept, -count, -bytes);
            Tally(of, fate, count, bytes);
        }

        return (int)gone.Values.Sum(one => one.Count);
    }

    private void Tally(ConsentClass of, UsageFate fate, long count, long bytes)
    {
        _tally.Run((long)of, (long)fate, count, bytes);
        if (fate == UsageFate.Kept)
        {
            _bytes += bytes;
        }
    }
}
