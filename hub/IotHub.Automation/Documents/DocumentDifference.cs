using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace IotHub.Automation.Documents;

/// <summary>
/// Compares two versions of a document by what they say, not by their lines: order of members and white space are no difference. Items of a list that
/// stand in both are found again wherever they moved apart; between them, what was removed and what was added is compared one to one.
/// </summary>
public static class DocumentDifference
{
    /// <summary>Changes that are named. A reader who has come to the hundredth compares whole texts.</summary>
    public const int ChangesMax = 200;

    /// <summary>Compares.</summary>
    /// <param name="before">The earlier text.</param>
    /// <param name="after">The later text.</param>
    /// <returns>The changes in the order of the later text, at most <see cref="ChangesMax"/> and one more that then is to be counted only.</returns>
    /// <exception cref="JsonException">One of them is no JSON.</exception>
    public static ImmutableArray<DocumentChange> Between(string before, string after)
    {
        using var earlier = JsonDocument.Parse(before);
        using var later = JsonDocument.Parse(after);
        var changes = ImmutableArray.CreateBuilder<DocumentChange>();
        Compare(earlier.RootElement, later.RootElement, string.Empty, changes);
        return changes.ToImmutable();
    }

    private static void Compare(JsonElement before, JsonElement after, string pointer, ImmutableArray<DocumentChange>.Builder changes)
    {
        if (changes.Count > ChangesMax || JsonElement.DeepEquals(before, after))
        {
            return;
        }

        switch (before.ValueKind, after.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareMembers(before, after, pointer, changes);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareItems([.. before.EnumerateArray()], [.. after.EnumerateArray()], pointer, changes);
                break;
            default:
                Add(changes, pointer, before, after);
                break;
        }
    }

    private static void CompareMembers(JsonElement before, JsonElement after, string pointer, ImmutableArray<DocumentChange>.Builder changes)
    {
        foreach (var member in after.EnumerateObject())
        {
            var place = Below(pointer, member.Name);
            if (before.TryGetProperty(member.Name, out var old))
            {
                Compare(old, member.Value, place, changes);
            }
            else
            {
                Add(changes, place, null, member.Value);
            }
        }

        foreach (var member in before.EnumerateObject().Where(member => !after.TryGetProperty(member.Name, out _)))
        {
            Add(changes, Below(pointer, member.Name), member.Value, null);
        }
    }

    private static void CompareItems(JsonElement[] before, JsonElement[] after, string pointer, ImmutableArray<DocumentChange>.Builder changes)
    {
        var (old, now) = (0, 0);
        foreach (var (keptOld, keptNow) in Kept(before, after).Append((before.Length, after.Length)))
        {
            for (; old < keptOld && now < keptNow; old++, now++)
            {
                Compare(before[old], after[now], Below(pointer, now), changes);
            }

            for (; old < keptOld; old++)
            {
                Add(changes, Below(pointer, old), before[old], null);
            }

            for (; now < keptNow; now++)
            {
                Add(changes, Below(pointer, now), null, after[now]);
            }

            (old, now) = (keptOld + 1, keptNow + 1);
        }
    }

    /// <summary>The longest common subsequence. Lists of a document are bounded by its 64 KiB.</summary>
    private static List<(int Before, int After)> Kept(JsonElement[] before, JsonElement[] after)
    {
        var lengths = new int[before.Length + 1][];
        lengths[before.Length] = new int[after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            lengths[i] = new int[after.Length + 1];
            for (var j = after.Length - 1; j >= 0; j--)
            {
                lengths[i][j] = JsonElement.DeepEquals(before[i], after[j]) ? lengths[i + 1][j + 1] + 1 : Math.Max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }

        var kept = new List<(int, int)>();
        for (var (i, j) = (0, 0); i < before.Length && j < after.Length;)
        {
            if (lengths[i][j] == lengths[i + 1][j])
            {
                i++;
            }
            else if (lengths[i][j] == lengths[i][j + 1])
            {
                j++;
            }
            else
            {
                kept.Add((i++, j++));
            }
        }

        return kept;
    }

    private static void Add(ImmutableArray<DocumentChange>.Builder changes, string pointer, JsonElement? before, JsonElement? after)
    {
        if (changes.Count <= ChangesMax)
        {
            changes.Add(new DocumentChange(pointer, before?.GetRawText(), after?.GetRawText()));
        }
    }

    private static string Below(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static string Below(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
}
