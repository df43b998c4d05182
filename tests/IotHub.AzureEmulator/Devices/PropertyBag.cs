using System.Collections.Immutable;

namespace IotHub.AzureEmulator.Devices;

/// <summary>The properties that stand in a topic: <c>%24.mid=1&amp;key=value&amp;empty=&amp;null</c>.</summary>
internal static class PropertyBag
{
    /// <summary>Reads a bag; keys are decoded as values are, since clients encode both.</summary>
    public static (ImmutableSortedDictionary<string, string?> System, ImmutableSortedDictionary<string, string?> Application) Read(string bag)
    {
        var system = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        var application = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (var item in bag.TrimEnd('/').TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            var key = Uri.UnescapeDataString(equals < 0 ? item : item[..equals]);
            var value = equals < 0 ? null : Uri.UnescapeDataString(item[(equals + 1)..]);
            if (key.StartsWith("$.", StringComparison.Ordinal))
            {
                system[key[2..]] = value;
            }
            else
            {
                application[key] = value;
            }
        }

        return (system.ToImmutable(), application.ToImmutable());
    }

    /// <summary>Writes a bag as one topic level: a "/" in a value would make a second one, which clients do not read.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> properties) =>
        string.Join('&', properties.Select(item => $"{Uri.EscapeDataString(item.Key)}={Uri.EscapeDataString(item.Value)}"));
}
