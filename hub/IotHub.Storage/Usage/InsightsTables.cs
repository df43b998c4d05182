using System.Globalization;
using System.Security.Cryptography;
using IotHub.Insights.Attribution;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Consumables;
using IotHub.Insights.Recommendations;
using IotHub.Storage.Files;
using Microsoft.Extensions.Logging;

namespace IotHub.Storage.Usage;

/// <summary>What insights keep of <c>hub.db</c> beside events. Each call is part of its caller's transaction.</summary>
internal sealed partial class InsightsTables
{
    private const string Home = "home";
    private const string Recommended = "recommendations";
    private const string FeaturePrefix = "feature/";

    // Of the events that the ledger can be made from: as many as the ledger takes of each kind, and as many answers.
    private const long EventsMax = 6L * AttributionLedger.FactsMax;

    private readonly Database _database;
    private readonly Statement _savePart;
    private readonly Statement _removePart;
    private readonly ILogger _logger;

    public InsightsTables(Database database, ILogger logger)
    {
        (_database, _logger) = (database, logger);
        _savePart = database.Prepare("INSERT INTO consumable VALUES (@device, @part, @state) ON CONFLICT (device, part) DO UPDATE SET state = excluded.state", "@device", "@part", "@state");
        _removePart = database.Prepare("DELETE FROM consumable WHERE device = @device AND part = @part", "@device", "@part");
        HomeId = Text(Home) is { Length: > 0 } known ? known : MakeHome();
        Load();
    }

    /// <summary>An id that never leaves the hub.</summary>
    public string HomeId { get; }

    /// <summary>What was shown and turned down.</summary>
    public RecommendationMemory Recommendations { get; private set; } = RecommendationMemory.Empty;

    /// <summary>What is owed.</summary>
    public AttributionLedger Ledger { get; private set; } = AttributionLedger.Empty;

    /// <summary>What is held in memory is read again, after a transaction that failed.</summary>
    public void Load()
    {
        var text = Text(Recommended);
        Recommendations = text.Length == 0 ? RecommendationMemory.Empty : RecommendationMemory.TryParse(text) ?? Unreadable(Recommended, RecommendationMemory.Empty);
        var ledger = AttributionLedger.Empty;
        using var reader = _database.Prepared("SELECT key, fact FROM attribution_fact ORDER BY key").Read();
        while (reader.Read())
        {
            ledger = AttributionJson.TryRead(reader.GetString(1)) is { } fact ? ledger.With(fact) : Unreadable(reader.GetString(0), ledger);
        }

        Ledger = ledger;
    }

    /// <summary>What is known of parts.</summary>
    public ConsumableMemory ReadParts()
    {
        var parts = new List<ConsumableState>();
        using var reader = _database.Prepared("SELECT device, part, state FROM consumable ORDER BY device, part").Read();
        while (reader.Read())
        {
            if (ConsumableState.TryParse(reader.GetString(2)) is { } state)
            {
                parts.Add(state);
            }
            else
            {
                Unreadable($"{reader.GetString(0)}/{reader.GetString(1)}", 0);
            }
        }

        return ConsumableMemory.Of(parts);
    }

    public void WriteParts(IEnumerable<(string Device, string Part, ConsumableState? State)> parts)
    {
        foreach (var (device, part, state) in parts)
        {
            if (state is null)
            {
                _removePart.Run(device, part);
            }
            else
            {
                _savePart.Run(device, part, state.ToJson());
            }
        }
    }

    public void Remember(RecommendationMemory memory)
    {
        if (!ReferenceEquals(memory, Recommendations))
        {
            Save(Recommended, memory.ToJson());
            Recommendations = memory;
        }
    }

    /// <summary>The ledger grows by a fact.</summary>
    /// <param name="happened">The fact, with its home.</param>
    /// <param name="eventId">The event that tells of it, in the outbox.</param>
    public void Grow(AttributionEvent happened, Guid eventId)
    {
        var after = Ledger.With(happened);
        if (after.Refused == Ledger.Refused && !ReferenceEquals(after, Ledger))
        {
            _database.Prepared("INSERT INTO attribution_fact VALUES (@key, @fact) ON CONFLICT (key) DO UPDATE SET fact = excluded.fact", "@key", "@fact")
                .Run(happened.Key, AttributionJson.Write(happened));
            _database.Prepared(
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO attribution_event SELECT id, body FROM outbox WHERE id = @id AND (SELECT count(*) FROM attribution_event) < {EventsMax}"), "@id")
                .Run(eventId.ToString());
        }

        Ledger = after;
    }

    /// <summary>True for a feature whose first use was told.</summary>
    public bool Knows(string feature) => Text(FeaturePrefix + feature).Length > 0;

    /// <summary>The first use of a feature was told.</summary>
    public bool Know(string feature)
    {
        Save(FeaturePrefix + feature, "told");
        return true;
    }

    /// <summary>The events that the ledger is to be made of.</summary>
    public List<ReadOnlyMemory<byte>> LedgerEvents()
    {
        var bodies = new List<ReadOnlyMemory<byte>>();
        using var reader = _database.Prepared("SELECT body FROM attribution_event ORDER BY id").Read();
        while (reader.Read())
        {
            bodies.Add((byte[])reader.GetValue(0));
        }

        return bodies;
    }

    /// <summary>What was recommended, what came of it and what was used is forgotten.</summary>
    public void Erase()
    {
        _database.Execute("DELETE FROM attribution_fact; DELETE FROM attribution_event; DELETE FROM insight WHERE name <> 'home'");
        (Recommendations, Ledger) = (RecommendationMemory.Empty, AttributionLedger.Empty);
    }

    public KeptCatalogue? ReadCatalogue()
    {
        using var reader = _database.Prepared("SELECT document, signature FROM catalogue").Read();
        return reader.Read() ? new KeptCatalogue((byte[])reader.GetValue(0), (byte[])reader.GetValue(1)) : null;
    }

    public void Keep(KeptCatalogue catalogue) => _database
        .Prepared("INSERT INTO catalogue VALUES (1, @document, @signature) ON CONFLICT (id) DO UPDATE SET document = excluded.document, signature = excluded.signature", "@document", "@signature")
        .Run(catalogue.Document.ToArray(), catalogue.Signature.ToArray());

    private string MakeHome()
    {
        var home = RandomNumberGenerator.GetHexString(32, lowercase: true);
        Save(Home, home);
        return home;
    }

    private string Text(string name)
    {
        using var reader = _database.Prepared("SELECT text FROM insight WHERE name = @name", "@name").Read(name);
        return reader.Read() ? reader.GetString(0) : string.Empty;
    }

    private void Save(string name, string text) =>
        _database.Prepared("INSERT INTO insight VALUES (@name, @text) ON CONFLICT (name) DO UPDATE SET text = excluded.text", "@name", "@text").Run(name, text);

    private T Unreadable<T>(string what, T otherwise)
    {
        LogUnreadable(_logger, what);
        return otherwise;
    }

    [LoggerMessage(6005, LogLevel.Warning, "What is kept of {What} cannot be read; it is left out")]
    private static partial void LogUnreadable(ILogger logger, string what);
}
