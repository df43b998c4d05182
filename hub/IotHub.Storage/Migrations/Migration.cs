using System.Globalization;
using System.Reflection;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;

namespace IotHub.Storage.Migrations;

/// <summary>Brings a database forward to the newest schema, one numbered script after another, each with its number in one transaction.</summary>
internal static class Migration
{
    /// <summary>Applies what is missing.</summary>
    /// <exception cref="StoreException">The database is newer than this hub, or belongs to another program; it is left untouched.</exception>
    public static void Apply(Database database, DatabaseKind kind)
    {
        var scripts = Scripts(kind);
        var version = database.Number("PRAGMA user_version");
        if (version > scripts.Count)
        {
            throw new StoreException(
                $"{database.Path} was written by a newer hub (schema {version}, this one knows {scripts.Count}): install that version again, or restore a backup from before the update.");
        }

        var isEmpty = version == 0 && database.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && database.Number("PRAGMA application_id") != kind.ApplicationId)
        {
            throw new StoreException($"{database.Path} belongs to another program: give the hub a data folder of its own.");
        }

        for (var number = (int)version + 1; number <= scripts.Count; number++)
        {
            var script = scripts[number - 1];
            database.InTransactionRaw(() =>
            {
                database.Execute(script);
                database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"));
            });
        }
    }

    private static List<string> Scripts(DatabaseKind kind)
    {
        var assembly = typeof(Migration).Assembly;
        var names = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(kind.Migrations + ".", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return [.. names.Select(name => Read(assembly, name))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
