using IotHub.Devices.Availability;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Storage.Writer;

/// <summary>Makes registry and last values what a snapshot says: what it does not name goes, history and versions stay.</summary>
internal static class SnapshotWriter
{
    private static readonly DocumentKind[] OtherKinds = [DocumentKind.Person, DocumentKind.Template, DocumentKind.Arrangement];

    public static void Write(HubSnapshot snapshot, HubTables tables)
    {
        var names = snapshot.Devices.Select(device => device.Device.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in tables.ReadDevices().Where(device => !names.Contains(device.Name)))
        {
            tables.RemoveDevice(gone.Name);
        }

        foreach (var device in snapshot.Devices)
        {
            tables.Save(device.Device);
        }

        tables.SaveRetired(snapshot.Retired);
        tables.Bindings.Save(snapshot.Previous);
        tables.Memories.Replace(snapshot.Memories);
        if (snapshot.IsClockTrusted)
        {
            tables.Memories.SaveAlive(snapshot.At);
        }

        Write(tables, DocumentKind.Automation, [.. snapshot.Automations.Select(BatchWriter.ToStored)]);
        Write(tables, DocumentKind.Scene, [.. snapshot.Scenes.Select(BatchWriter.ToStored)]);
        foreach (var kind in OtherKinds)
        {
            Write(tables, kind, [.. snapshot.Documents.Where(entry => entry.Kind == kind).Select(BatchWriter.ToStored)]);
        }
    }

    public static void Write(HubSnapshot snapshot, HistoryTables tables)
    {
        // Something was lost on the way, and with it perhaps which change followed from which command.
        tables.Commands.KnowSince(snapshot.At);
        tables.Happenings.Lose(snapshot.At);
        tables.Rollups.LoseAll(tables.Series.All, null, snapshot.At);
        var kept = new HashSet<(string, string)>();
        foreach (var device in snapshot.Devices)
        {
            for (var i = 0; i < device.States.Length; i++)
            {
                if (device.States[i].Value.HasValue)
                {
                    var property = device.Device.Contract.Properties[i];
                    tables.SaveLast(device.Device.Name, property, device.States[i], snapshot.At);
                    kept.Add((device.Device.Name, property.Key));
                }
            }

            var isHere = device.IsOnline || device.Liveness.Availability == DeviceAvailability.Online;
            tables.Rollups.SetHere(device.Device.Name, tables.Series.OfDevice(device.Device.Name), isHere, snapshot.At);
        }

        foreach (var gone in tables.ReadLast().Where(value => !kept.Contains((value.Device, value.Property))))
        {
            tables.DropLast(gone.Device, gone.Property);
        }
    }

    private static void Write(HubTables tables, DocumentKind kind, List<StoredDocument> documents)
    {
        var ids = documents.Select(document => document.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in tables.ReadDocuments(kind).Where(document => !ids.Contains(document.Id)))
        {
            tables.Remove(kind, gone.Id);
        }

        foreach (var document in documents)
        {
            tables.Save(kind, document);
        }
    }
}
