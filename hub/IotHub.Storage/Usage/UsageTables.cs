using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IotHub.Insights.Consent;
using IotHub.Insights.UsageEvents;
using IotHub.Storage.Files;
using IotHub.Storage.Values;

namespace IotHub.Storage.Usage;

/// <summary>Consents, counts of the day and the outbox: all that usage events need of <c>hub.db</c>. Each call is part of its caller's transaction.</summary>
internal sealed class UsageTables
{
    // What cannot be told is seldom, and the newest tell enough.
    private const long DeadLettersMax = 200;

    // A person who switches a consent to and fro every day for years.
    private const long ReceiptsMax = 10_000;

    // More different counts in a day than a home with hundreds of devices makes; beyond it new ones are not begun.
    internal const long CountsMax = 20_000;

    // How many counts become events at once; each is an event to write.
    private const long CountsPerStep = 250;

    private readonly Database _database;
    private readonly UsageContext _context;
    private readonly Func<DateTimeOffset, Guid> _newId;
    private readonly Statement _count;
    private readonly Statement _countOn;
    private byte[] _secret = [];
    private long _countRows;

    public UsageTables(Database database, StorageOptions options, UsageContext context, Func<DateTimeOffset, Guid> newId)
    {
        (_database, _context, _newId) = (database, context, newId);
        Outbox = new OutboxTable(database, options);
        _count = database.Prepare("INSERT INTO usage_count VALUES (@day, @type, @data, 1)", "@day", "@type", "@data");
        _countOn = database.Prepare("UPDATE usage_count SET count = count + 1 WHERE day = @day AND type = @type AND data = @data", "@day", "@type", "@data");
        Load();
    }

    /// <summary>Events that wait.</summary>
    public OutboxTable Outbox { get; }

    /// <summary>What is granted.</summary>
    public ConsentState Consent { get; private set; } = ConsentState.None;

    /// <summary>What is held in memory is read again, after a transaction that failed.</summary>
    public void Load()
    {
        Consent = ConsentState.None;
        foreach (var grant in Receipts(int.MaxValue).Reverse())
        {
            Consent = Consent.With(grant);
        }

        using (var reader = _database.Prepared("SELECT secret FROM usage_secret").Read())
        {
            _secret = reader.Read() ? (byte[])reader.GetValue(0) : [];
        }

        _countRows = _database.Number("SELECT count(*) FROM usage_count");
        Outbox.Load();
    }

    public ImmutableArray<ConsentGrant> Receipts(int countMax)
    {
        using var reader = _database.Prepared("SELECT class, granted, policy, text_hash, at, by FROM consent_receipt ORDER BY seq DESC LIMIT @most", "@most").Read((long)countMax);
        var grants = ImmutableArray.CreateBuilder<ConsentGrant>();
        while (reader.Read())
        {
            grants.Add(new ConsentGrant(
                (ConsentClass)reader.GetInt64(0), reader.GetInt64(1) != 0, (int)reader.GetInt64(2), reader.GetString(3), Times.FromTicks(reader.GetInt64(4)), reader.GetString(5)));
        }

        return grants.ToImmutable();
    }

    /// <summary>An id for something that happens now.</summary>
    public Guid NewId(DateTimeOffset now) => _newId(now);

    /// <summary>Under which name events of a class go out now.</summary>
    public string SourceOf(ConsentClass of, DateTimeOffset now) => UsageSource.Of(Secret(), of, now);

    /// <summary>Records a fact, or counts it where it is told once a day.</summary>
    /// <returns>False where it does not fit its schema or is not granted.</returns>
    public bool Record(UsageFact fact, int devices, DateTimeOffset now) => Record(fact, devices, now, out _);

    /// <summary>Records a fact, or counts it where it is told once a day.</summary>
    /// <param name="fact">What.</param>
    /// <param name="devices">How many devices the home has.</param>
    /// <param name="now">Now.</param>
    /// <param name="id">Id of the event; empty for none.</param>
    /// <returns>False where it does not fit its schema or is not granted.</returns>
    public bool Record(UsageFact fact, int devices, DateTimeOffset now, out Guid id)
    {
        id = Guid.Empty;
        if (!Consent.Allows(fact.Schema.Class))
        {
            return false;
        }

        if (fact.Schema.IsRolledUp && !fact.Data.ContainsKey("count"))
        {
            return Count(fact, now);
        }

        return Consent.AllowsSome
            ? Write(fact, SourceOf(fact.Schema.Class, now), OutboxTable.Goes, devices, now, out id)
            : Write(fact, UsageSource.OfThoseThatStay(Secret()), OutboxTable.StaysHere, devices, now, out id);
    }

    /// <summary>Grants or withdraws a class. What was withdrawn cannot be sent from here on; <see cref="Purge"/> deletes it.</summary>
    public void Change(ConsentGrant grant, int devices)
    {
        _database.Prepared(
            "INSERT INTO consent_receipt (class, granted, policy, text_hash, at, by) VALUES (@class, @granted, @policy, @hash, @at, @by)",
            "@class", "@granted", "@policy", "@hash", "@at", "@by")
            .Run((long)grant.Class, grant.IsGranted ? 1L : 0L, (long)grant.PolicyVersion, grant.TextHash, grant.At.UtcTicks, grant.By);

        // The newest of each class are always among those that stay.
        _database.Prepared("DELETE FROM consent_receipt WHERE seq <= (SELECT max(seq) FROM consent_receipt) - @keep AND seq NOT IN (SELECT max(seq) FROM consent_receipt GROUP BY class)", "@keep")
            .Run(ReceiptsMax);
        Consent = Consent.With(grant);
        if (!grant.IsGranted)
        {
            foreach (var schema in UsageSchemas.All.Where(schema => schema.Class == grant.Class && schema.IsRolledUp))
            {
                _countRows -= _database.Prepared("DELETE FROM usage_count WHERE type = @type", "@type").Run(schema.Name);
            }

            if (!Consent.AllowsSome)
            {
                Outbox.KeepHere();
            }
        }

        var data = new JsonObject
        {
            ["class"] = grant.Class.ToString().ToLowerInvariant(),
            ["granted"] = grant.IsGranted,
            ["policyVersion"] = grant.PolicyVersion,
            ["textHash"] = grant.TextHash,
            ["receipt"] = grant.Receipt,
        };
        Record(new UsageFact(UsageSchemas.ConsentChanged, data, grant.At), devices, grant.At);
    }

    /// <summary>Deletes some of what may not be sent any more: what was erased, and what is not granted. To be called until there is no more.</summary>
    /// <returns>How many; 0 when there is no more.</returns>
    public int Purge()
    {
        var gone = Outbox.Erase();
        foreach (var of in ConsentState.Classes.Where(of => gone == 0 && !Consent.Allows(of)))
        {
            gone = Outbox.Withdraw(of);
        }

        return gone;
    }

    /// <summary>
    /// Erases all, and leaves for each receiver that had something the request to do the same. Nothing of it can be read or sent from here on;
    /// <see cref="Purge"/> deletes it.
    /// </summary>
    public void Erase(int devices, DateTimeOffset at)
    {
        var told = new List<(string Source, long Last)>();
        using (var reader = _database.Prepared("SELECT source, last FROM usage_source WHERE sent = 1 ORDER BY source").Read())
        {
            while (reader.Read())
            {
                told.Add((reader.GetString(0), reader.GetInt64(1)));
            }
        }

        Outbox.Hide();
        _database.Execute("DELETE FROM usage_count; DELETE FROM usage_dead_letter; DELETE FROM usage_source WHERE sent = 0; DELETE FROM usage_secret");
        (_secret, _countRows) = ([], 0);
        foreach (var (source, last) in told)
        {
            Write(new UsageFact(UsageSchemas.EraseRequested, new JsonObject { ["upToSequence"] = last }, at), source, OutboxTable.GoesAlways, devices, at, out _);
        }
    }

    /// <summary>All is erased; said to the owner alone, since it would tie the home's new name to the old.</summary>
    public void TellErased(long gone, int devices, DateTimeOffset at) => Write(
        new UsageFact(UsageSchemas.EraseCompleted, new JsonObject { ["events"] = gone }, at), UsageSource.OfThoseThatStay(Secret()), OutboxTable.StaysHere, devices, at, out _);

    /// <summary>Some of the counts of days that are over become events. To be called until there are no more.</summary>
    /// <returns>How many; 0 when there are no more.</returns>
    public int CloseDays(int devices, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, _context.Zone).DateTime).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var counts = new List<(string Day, string Type, string Data, long Count)>();
        using (var reader = _database.Prepared("SELECT day, type, data, count FROM usage_count WHERE day < @today ORDER BY day, type, data LIMIT @most", "@today", "@most").Read(today, CountsPerStep))
        {
            while (reader.Read())
            {
                counts.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3)));
            }
        }

        foreach (var (day, type, data, count) in counts)
        {
            if (UsageSchemas.Find(type) is { } schema && JsonNode.Parse(data) is JsonObject fields)
            {
                fields["count"] = count;
                Record(new UsageFact(schema, fields, now), devices, now);
            }

            _countRows -= _database.Prepared("DELETE FROM usage_count WHERE day = @day AND type = @type AND data = @data", "@day", "@type", "@data").Run(day, type, data);
        }

        return counts.Count;
    }

    /// <summary>What was lost since this was last told is told in one event for each reason.</summary>
    public void TellOfLosses(int devices, DateTimeOffset now)
    {
        foreach (var (fate, reason) in new[] { (UsageFate.Evicted, "room"), (UsageFate.Expired, "age") })
        {
            var lost = Outbox.Ledger().Where(tally => tally.Fate == fate).ToList();
            var (count, bytes) = (lost.Sum(tally => tally.Count), lost.Sum(tally => tally.Bytes));
            var (toldCount, toldBytes) = (_database.Number($"SELECT value FROM meta WHERE key = 'usage_lost_{reason}'"), _database.Number($"SELECT value FROM meta WHERE key = 'usage_lost_bytes_{reason}'"));
            if (count > toldCount)
            {
                var data = new JsonObject { ["count"] = count - toldCount, ["bytes"] = bytes - toldBytes, ["reason"] = reason };
                Record(new UsageFact(UsageSchemas.EventsDropped, data, now), devices, now);
                SaveMark($"usage_lost_{reason}", count);
                SaveMark($"usage_lost_bytes_{reason}", bytes);
            }
        }
    }

    public ImmutableArray<UsageDeadLetter> DeadLetters()
    {
        using var reader = _database.Prepared("SELECT at, type, fault FROM usage_dead_letter ORDER BY seq DESC").Read();
        var letters = ImmutableArray.CreateBuilder<UsageDeadLetter>();
        while (reader.Read())
        {
            letters.Add(new UsageDeadLetter(Times.FromTicks(reader.GetInt64(0)), reader.GetString(1), reader.GetString(2)));
        }

        return letters.ToImmutable();
    }

    private bool Count(UsageFact fact, DateTimeOffset now)
    {
        var probe = (JsonObject)fact.Data.DeepClone();
        probe["count"] = 1;
        if (SetAside(fact.Schema, probe, now))
        {
            return false;
        }

        var (day, data) = (fact.Data["day"]!.GetValue<string>(), fact.Data.ToJsonString());
        if (_countOn.Run(day, fact.Schema.Name, data) > 0)
        {
            return true;
        }

        if (_countRows >= CountsMax)
        {
            return false;
        }

        _count.Run(day, fact.Schema.Name, data);
        _countRows++;
        return true;
    }

    private bool Write(UsageFact fact, string source, long stays, int devices, DateTimeOffset now, out Guid id)
    {
        id = Guid.Empty;
        if (SetAside(fact.Schema, fact.Data, now))
        {
            return false;
        }

        id = _newId(now);
        var body = CloudEvent.Write(fact, _context.Common(fact.Schema.Class, Consent, devices, fact.At), id, source, Outbox.Next(source), now);
        Outbox.Add(id, source, fact.Schema, stays, now, body);
        return true;
    }

    /// <summary>What does not fit its schema stays on the hub, for its owner to see.</summary>
    private bool SetAside(UsageSchema schema, JsonObject data, DateTimeOffset now)
    {
        var faults = schema.Faults(data);
        if (faults.IsEmpty)
        {
            return false;
        }

        _database.Prepared("INSERT INTO usage_dead_letter (at, type, fault) VALUES (@at, @type, @fault)", "@at", "@type", "@fault").Run(now.UtcTicks, schema.Name, string.Join("; ", faults));
        _database.Prepared("DELETE FROM usage_dead_letter WHERE seq <= (SELECT max(seq) FROM usage_dead_letter) - @keep", "@keep").Run(DeadLettersMax);
        return true;
    }

    private void SaveMark(string key, long value) =>
        _database.Prepared("INSERT INTO meta VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value", "@key", "@value").Run(key, value);

    private byte[] Secret()
    {
        if (_secret.Length == 0)
        {
            _secret = RandomNumberGenerator.GetBytes(UsageSource.SecretBytes);
            _database.Prepared("INSERT INTO usage_secret VALUES (1, @secret)", "@secret").Run(_secret);
        }

        return _secret;
    }
}
