using System.Collections.Immutable;
using IotHub.Devices.Registry;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Writer;

/// <summary>The statements of <c>hub.db</c>.</summary>
internal sealed class HubTables
{
    private readonly Statement _saveDevice;
    private readonly Statement _removeDevice;
    private readonly Statement _addRetired;
    private readonly Statement _removeRetired;
    private readonly Statement _dropRetired;
    private readonly Statement _findHead;
    private readonly Statement _saveVersion;
    private readonly Statement _saveHead;
    private readonly Statement _enable;
    private readonly Statement _removeHead;
    private readonly Statement _dropVersions;
    private readonly Statement _saveMark;
    private readonly Statement _readVersions;
    private readonly int _versionsMax;
    private readonly int _retiredMax;

    public HubTables(Database database, StorageOptions options)
    {
        Database = database;
        Bindings = new BindingTable(database);
        _versionsMax = options.DocumentVersionsMax;
        _retiredMax = options.RetiredMax;
        _saveDevice = database.Prepare(
            "INSERT INTO device VALUES (@name, @label, @room, @did, @contract, @firmware, @maker, @adopted) ON CONFLICT (name) DO UPDATE SET " +
            "label = excluded.label, room = excluded.room, did = excluded.did, contract_type = excluded.contract_type, " +
            "firmware = excluded.firmware, maker = excluded.maker, adopted_at = excluded.adopted_at",
            "@name", "@label", "@room", "@did", "@contract", "@firmware", "@maker", "@adopted");
        _removeDevice = database.Prepare("DELETE FROM device WHERE name = @name", "@name");
        _addRetired = database.Prepare("INSERT OR REPLACE INTO retired_device (did) VALUES (@did)", "@did");
        _removeRetired = database.Prepare("DELETE FROM retired_device WHERE did = @did", "@did");
        _dropRetired = database.Prepare(
            "DELETE FROM retired_device WHERE seq NOT IN (SELECT seq FROM retired_device ORDER BY seq DESC LIMIT @keep)", "@keep");
        _findHead = database.Prepare(
            "SELECT d.seq FROM document d JOIN document_version v ON v.seq = d.seq WHERE d.kind = @kind AND d.id = @id AND v.version = @version AND v.saved_at = @at",
            "@kind", "@id", "@version", "@at");
        _saveVersion = database.Prepare(
            "INSERT INTO document_version (kind, id, version, text, saved_by, saved_at) VALUES (@kind, @id, @version, @text, @by, @at) " +
            "ON CONFLICT (kind, id, version, saved_at) DO UPDATE SET text = excluded.text, saved_by = excluded.saved_by RETURNING seq",
            "@kind", "@id", "@version", "@text", "@by", "@at");
        _saveHead = database.Prepare(
            "INSERT INTO document VALUES (@kind, @id, @seq, @enabled) ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, enabled = excluded.enabled",
            "@kind", "@id", "@seq", "@enabled");
        _enable = database.Prepare(
            "UPDATE document SET enabled = @enabled WHERE kind = @kind AND id = @id AND enabled <> @enabled", "@kind", "@id", "@enabled");
        _removeHead = database.Prepare("DELETE FROM document WHERE kind = @kind AND id = @id", "@kind", "@id");
        _dropVersions = database.Prepare(
            "DELETE FROM document_version WHERE seq <= (SELECT max(seq) FROM document_version) - @keep AND NOT EXISTS " +
            "(SELECT 1 FROM document WHERE document.seq = document_version.seq)",
            "@keep");
        _saveMark = database.Prepare(
            "INSERT INTO meta VALUES ('next_cause_id', @id) ON CONFLICT (key) DO UPDATE SET value = excluded.value", "@id");
        _readVersions = database.Prepare(
            "SELECT v.id, v.text, v.version, coalesce(d.enabled, 0), v.saved_by, v.saved_at FROM document_version v " +
            "LEFT JOIN document d ON d.seq = v.seq WHERE v.kind = @kind AND v.id = @id ORDER BY v.seq DESC LIMIT @limit",
            "@kind", "@id", "@limit");
    }

    public Database Database { get; }

    /// <summary>Hardware that was replaced.</summary>
    public BindingTable Bindings { get; }

    /// <summary>Keeps a device. Its hardware is part of the home now, whatever was before.</summary>
    public void Save(Device device)
    {
        _saveDevice.Run(
            device.Name, device.Label, device.Room, device.Did, device.Contract.Type.Text, device.Firmware, device.Maker, device.AdoptedAt.UtcTicks);
        _removeRetired.Run(device.Did);
    }

    /// <summary>Keeps in mind that hardware does not join again by itself; the newest few hundred.</summary>
    public void SaveRetired(string did)
    {
        _addRetired.Run(did);
        _dropRetired.Run((long)_retiredMax);
    }

    /// <summary>Retired hardware, the one retired first first.</summary>
    public ImmutableArray<string> ReadRetired()
    {
        using var reader = Database.Prepared("SELECT did FROM retired_device ORDER BY seq").Read();
        var dids = ImmutableArray.CreateBuilder<string>();
        while (reader.Read())
        {
            dids.Add(reader.GetString(0));
        }

        return dids.ToImmutable();
    }

    /// <summary>Makes the list of retired hardware what it should be.</summary>
    public void SaveRetired(IReadOnlyCollection<string> dids)
    {
        foreach (var did in ReadRetired().Except(dids, StringComparer.Ordinal))
        {
            _removeRetired.Run(did);
        }

        foreach (var did in dids)
        {
            SaveRetired(did);
        }
    }

    public void RemoveDevice(string name) => _removeDevice.Run(name);

    /// <summary>Keeps a document in force; a version that is there already stays the one row it is.</summary>
    public void Save(DocumentKind kind, StoredDocument document)
    {
        var enabled = document.Enabled ? 1L : 0L;
        var found = _findHead.Number((long)kind, document.Id, (long)document.Version, document.SavedAt.UtcTicks);
        if (found is not null)
        {
            _enable.Run((long)kind, document.Id, enabled);
            return;
        }

        SaveVersion(kind, document);
    }

    /// <summary>Keeps a new version and puts it in force.</summary>
    public void SaveVersion(DocumentKind kind, StoredDocument document)
    {
        var seq = _saveVersion.Number((long)kind, document.Id, (long)document.Version, document.Text, document.SavedBy, document.SavedAt.UtcTicks);
        _saveHead.Run((long)kind, document.Id, seq, document.Enabled ? 1L : 0L);
        _dropVersions.Run((long)_versionsMax);
    }

    /// <summary>Takes a document out of force; its versions stay.</summary>
    public void Remove(DocumentKind kind, string id) => _removeHead.Run((long)kind, id);

    public void SaveNextCauseId(long id) => _saveMark.Run(id);

    /// <summary>The first cause id that was never given out; 0 where the database is new.</summary>
    public long ReadNextCauseId() => Database.Number("SELECT value FROM meta WHERE key = 'next_cause_id'");

    public ImmutableArray<StoredDevice> ReadDevices()
    {
        using var reader = Database.Prepared("SELECT * FROM device ORDER BY name").Read();
        var devices = ImmutableArray.CreateBuilder<StoredDevice>();
        while (reader.Read())
        {
            devices.Add(new StoredDevice(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.IsDBNull(6) ? null : reader.GetString(6), Times.FromTicks(reader.GetInt64(7))));
        }

        return devices.ToImmutable();
    }

    public ImmutableArray<StoredDocument> ReadDocuments(DocumentKind kind)
    {
        using var reader = Database.Prepared(
            "SELECT d.id, v.text, v.version, d.enabled, v.saved_by, v.saved_at FROM document d JOIN document_version v ON v.seq = d.seq WHERE d.kind = @kind ORDER BY d.id",
            "@kind").Read((long)kind);
        return ReadAll(reader);
    }

    /// <summary>All versions of a document, newest first.</summary>
    public ImmutableArray<StoredDocument> ReadVersions(DocumentKind kind, string id, int limit)
    {
        using var reader = _readVersions.Read((long)kind, id, (long)limit);
        return ReadAll(reader);
    }

    private static ImmutableArray<StoredDocument> ReadAll(SqliteDataReader reader)
    {
        var documents = ImmutableArray.CreateBuilder<StoredDocument>();
        while (reader.Read())
        {
            documents.Add(new StoredDocument(
                reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3) != 0, reader.GetString(4), Times.FromTicks(reader.GetInt64(5))));
        }

        return documents.ToImmutable();
    }
}
