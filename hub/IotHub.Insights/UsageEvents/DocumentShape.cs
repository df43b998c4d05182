using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IotHub.Insights.UsageEvents;

/// <summary>What kind of thing a scene or an automation is, with nothing of what a person wrote into it.</summary>
/// <param name="Hash">16 hexadecimal digits of SHA-256 over the kinds of triggers and actions and how many there are of each: alike for alike documents of different homes.</param>
/// <param name="Triggers">Kinds of triggers, each once, in order of <see cref="UsageWords.Triggers"/>.</param>
/// <param name="Actions">Kinds of actions, each once, in order of <see cref="UsageWords.Actions"/>.</param>
public sealed record DocumentShape(string Hash, ImmutableArray<string> Triggers, ImmutableArray<string> Actions)
{
    // More nested than the language allows; it only bounds the walk.
    private const int DepthMax = 64;

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Of an automation.</summary>
    /// <param name="text">Its document; one that is no JSON has the shape of an empty one.</param>
    public static DocumentShape OfAutomation(string text)
    {
        var triggers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var actions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                Count(document.RootElement, "triggers", UsageWords.Triggers, triggers);
                Walk(document.RootElement, actions, 0);
            }
        }
        catch (JsonException)
        {
            // A broken document is nobody's business either.
        }

        return Of("automation", triggers, actions);
    }

    /// <summary>Of a scene, of which only that it sets something is told.</summary>
    public static DocumentShape OfScene() => Of("scene", new(StringComparer.Ordinal), new(StringComparer.Ordinal) { ["set"] = 1 });

    private static DocumentShape Of(string kind, SortedDictionary<string, int> triggers, SortedDictionary<string, int> actions)
    {
        var text = $"{kind}|{string.Join(',', triggers.Select(one => $"{one.Key}={one.Value}"))}|{string.Join(',', actions.Select(one => $"{one.Key}={one.Value}"))}";
        return new DocumentShape(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16],
            [.. UsageWords.Triggers.Where(triggers.ContainsKey)],
            [.. UsageWords.Actions.Where(actions.ContainsKey)]);
    }

    /// <summary>Lists of actions lie under several keys: all are walked, and whatever is an object in them is an action.</summary>
    private static void Walk(JsonElement element, SortedDictionary<string, int> actions, int depth)
    {
        if (depth > DepthMax)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object && depth > 0)
                {
                    Add(KindOf(item, UsageWords.Actions), actions);
                }

                Walk(item, actions, depth + 1);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (member.Name is "actions" or "then" or "else" or "sequence" or "parallel" or "choose" or "repeat")
                {
                    Walk(member.Value, actions, depth + 1);
                }
            }
        }
    }

    private static void Count(JsonElement document, string key, ImmutableArray<string> words, SortedDictionary<string, int> counts)
    {
        if (document.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                Add(KindOf(item, words), counts);
            }
        }
    }

    private static string KindOf(JsonElement item, ImmutableArray<string> words)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in item.EnumerateObject())
            {
                if (words.Contains(member.Name))
                {
                    return member.Name;
                }
            }
        }

        return "other";
    }

    private static void Add(string kind, SortedDictionary<string, int> counts) => counts[kind] = counts.GetValueOrDefault(kind) + 1;
}
