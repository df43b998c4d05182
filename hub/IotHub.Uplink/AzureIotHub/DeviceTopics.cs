using System.Collections.Immutable;

namespace IotHub.Uplink.AzureIotHub;

/// <summary>The parts of topics that carry values.</summary>
internal static class DeviceTopics
{
    /// <summary>A value of <c>?a=1&amp;b=2</c>; null without.</summary>
    public static string? Query(string text, string name)
    {
        foreach (var item in text.TrimStart('?').Split('&'))
        {
            if (item.StartsWith(name, StringComparison.Ordinal) && item.Length > name.Length && item[name.Length] == '=')
            {
                return item[(name.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>The properties of a message, decoded; one without value has the empty text.</summary>
    public static ImmutableSortedDictionary<string, string> Properties(string bag)
    {
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var item in bag.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            properties[Uri.UnescapeDataString(equals < 0 ? item : item[..equals])] = equals < 0 ? "" : Uri.UnescapeDataString(item[(equals + 1)..]);
        }

        return properties.ToImmutable();
    }
}
