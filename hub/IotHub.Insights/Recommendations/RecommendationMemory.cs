using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>What has to be remembered of recommendations. Stays on the hub; a change makes a new one.</summary>
public sealed record RecommendationMemory
{
    /// <summary>Most showings kept: fifty a day for a fortnight. Beyond, the oldest goes, and what it was of may be shown once more.</summary>
    public const int ShownKeptMax = 700;

    /// <summary>Most hidden choices kept. Beyond, the one that ends first goes.</summary>
    public const int HiddenKeptMax = 1_000;

    /// <summary>Characters of a text that is read back: the two lists at their bounds stay below.</summary>
    public const int JsonLengthMax = 512 * 1024;

    /// <summary>Nothing was shown or turned down; also what is left after the owner's erasure.</summary>
    public static RecommendationMemory Empty { get; } = new();

    /// <summary>In order of time.</summary>
    public ImmutableArray<ShownProduct> Shown { get; init; } = [];

    /// <summary>In order of their ends.</summary>
    public ImmutableArray<HiddenChoice> Hidden { get; init; } = [];

    /// <summary>After a list was shown.</summary>
    public RecommendationMemory WithShown(IEnumerable<RecommendedItem> items, DateTimeOffset now)
    {
        var shown = Shown.AddRange(items.Select(item => new ShownProduct(item.Product.Id, now)));
        return this with { Shown = shown.Length > ShownKeptMax ? shown[^ShownKeptMax..] : shown };
    }

    /// <summary>After a person said no: the product and its category are hidden, for 90 days unless the catalogue says longer.</summary>
    public RecommendationMemory WithDismissed(Product product, ShowRules rules, DateTimeOffset now) => Hide(new HiddenChoice(product.Id, product.Category, now.AddDays(rules.DismissDays)));

    /// <summary>After a person said not now: the product alone is hidden.</summary>
    public RecommendationMemory WithSnoozed(Product product, ShowRules rules, DateTimeOffset now) => Hide(new HiddenChoice(product.Id, null, now.AddDays(rules.SnoozeDays)));

    /// <summary>Without what no longer matters.</summary>
    public RecommendationMemory Purged(ShowRules rules, DateTimeOffset now) => this with
    {
        Shown = Shown.RemoveAll(shown => shown.At <= now.AddDays(-rules.ShownWindowDays)),
        Hidden = Hidden.RemoveAll(hidden => hidden.Until <= now),
    };

    /// <summary>True where a product may be shown: not hidden, and not shown too often.</summary>
    public bool Allows(Product product, ShowRules rules, DateTimeOffset now)
    {
        foreach (var hidden in Hidden)
        {
            if (hidden.Until > now && (hidden.Product == product.Id || hidden.Category == product.Category))
            {
                return false;
            }
        }

        var (count, since) = (0, now.AddDays(-rules.ShownWindowDays));
        foreach (var shown in Shown)
        {
            count += shown.At > since && shown.Product == product.Id ? 1 : 0;
        }

        return count < rules.ShownMax;
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecommendationJsonContext.Default.RecommendationMemory);

    /// <summary>Reads it back; null where the text is none, too long, or beyond the bounds.</summary>
    public static RecommendationMemory? TryParse(string json)
    {
        if (json.Length > JsonLengthMax)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, RecommendationJsonContext.Default.RecommendationMemory) is { } read
                && !read.Shown.IsDefault && read.Shown.Length <= ShownKeptMax && !read.Hidden.IsDefault && read.Hidden.Length <= HiddenKeptMax
                && read.Shown.All(shown => shown is { Product: not null }) && read.Hidden.All(hidden => hidden is not null) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private RecommendationMemory Hide(HiddenChoice choice)
    {
        var hidden = Hidden.Add(choice).Sort((left, right) => left.Until.CompareTo(right.Until));
        return this with { Hidden = hidden.Length > HiddenKeptMax ? hidden[^HiddenKeptMax..] : hidden };
    }
}
