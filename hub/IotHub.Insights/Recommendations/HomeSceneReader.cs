using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Devices.State;

namespace IotHub.Insights.Recommendations;

/// <summary>Finds what a scene or automation speaks of that the home does not have.</summary>
public static class HomeSceneReader
{
    // Members whose texts are devices, or addresses that begin with one.
    private static readonly string[] Places = ["device", "of", "property", "event", "call"];

    /// <summary>Looks through a checked document.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">What a person calls it.</param>
    /// <param name="root">The document's root.</param>
    /// <param name="home">The home as it is.</param>
    public static HomeScene Read(string id, string name, JsonNodeAt root, IHomeView home)
    {
        var kinds = home.Devices.Select(device => device.Contract.Kind).ToHashSet(StringComparer.Ordinal);
        var lacks = new SortedDictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var namesUnknown = false;
        Look(root, kinds, home, lacks, ref namesUnknown);
        return new HomeScene(id, name, [.. lacks.Values], namesUnknown);
    }

    // The document's depth is bounded by its reader.
    private static void Look(JsonNodeAt node, HashSet<string> kinds, IHomeView home, SortedDictionary<string, ImmutableArray<string>> lacks, ref bool namesUnknown)
    {
        foreach (var member in node.Properties)
        {
            if (member.Name == "kind")
            {
                ImmutableArray<string> wanted = member.Value.Text is { } one ? [one] : [.. member.Value.Items.Select(item => item.Text).OfType<string>().Order(StringComparer.Ordinal)];
                if (wanted.Length > 0 && !wanted.Any(kinds.Contains))
                {
                    // Said twice, it is still one missing device.
                    lacks[string.Join('|', wanted)] = wanted;
                }
            }
            else if (member.Name == "set" && member.Value.Kind == JsonValueKind.Object)
            {
                namesUnknown |= member.Value.Properties.Any(value => IsUnknown(value.Name, home, isAddress: true));
            }
            else if (Places.Contains(member.Name))
            {
                var isAddress = member.Name is not ("device" or "of");
                namesUnknown |= Texts(member.Value).Any(text => IsUnknown(text, home, isAddress));
            }

            Look(member.Value, kinds, home, lacks, ref namesUnknown);
        }

        foreach (var item in node.Items)
        {
            Look(item, kinds, home, lacks, ref namesUnknown);
        }
    }

    private static bool IsUnknown(string text, IHomeView home, bool isAddress)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);

        // An address without device belongs to devices chosen by kind or room.
        return (slash >= 0 || !isAddress) && !home.TryGetDevice(slash >= 0 ? text[..slash] : text, out _);
    }

    private static IEnumerable<string> Texts(JsonNodeAt node) => node.Kind == JsonValueKind.Array ? node.Items.Select(item => item.Text).OfType<string>() : node.Text is { } text ? [text] : [];
}
