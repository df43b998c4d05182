using System.Collections.Immutable;

namespace IotHub.Contracts.Labels;

/// <summary>Which of the languages at hand serve an asked one, best first.</summary>
internal static class LanguageTags
{
    /// <summary>The language in which descriptions of contracts are, and which serves when the asked one is not there.</summary>
    private const string Common = "en";

    // Published files name languages by place; browsers also ask by script.
    private static readonly (string Asked, string[] Served)[] ByScript =
    [
        ("zh_hans", ["zh_cn", "zh"]),
        ("zh_sg", ["zh_cn", "zh"]),
        ("zh_hant", ["zh_tw", "zh_hk"]),
        ("zh_mo", ["zh_hk", "zh_tw"]),
        ("zh", ["zh_cn"]),
    ];

    /// <summary>One spelling: <c>zh-Hans-CN</c> is <c>zh_hans_cn</c>.</summary>
    public static string Normalise(string tag) => tag.Trim().Replace('-', '_').ToLowerInvariant();

    /// <summary>Languages in which to look for a text, in order.</summary>
    /// <param name="asked">In any spelling; null or empty asks for none.</param>
    /// <param name="available">Normalised, in the order of the file.</param>
    public static ImmutableArray<string> Order(string? asked, ImmutableArray<string> available)
    {
        var order = Related(asked, available);
        return available.Contains(Common) && !order.Contains(Common) ? order.Add(Common) : order;
    }

    /// <summary>True when the asked language or a related one is at hand.</summary>
    public static bool IsServed(string asked, ImmutableArray<string> available) => !Related(asked, available).IsEmpty;

    private static ImmutableArray<string> Related(string? asked, ImmutableArray<string> available)
    {
        if (string.IsNullOrWhiteSpace(asked))
        {
            return [];
        }

        var order = ImmutableArray.CreateBuilder<string>();
        var tag = Normalise(asked);
        Take(tag);
        foreach (var (prefix, served) in ByScript)
        {
            if (IsWithin(tag, prefix))
            {
                Array.ForEach(served, Take);
            }
        }

        var primary = tag.Split('_', 2)[0];
        Take(primary);
        foreach (var relative in available)
        {
            if (IsWithin(relative, primary))
            {
                Take(relative);
            }
        }

        return order.DrainToImmutable();

        void Take(string language)
        {
            if (available.Contains(language) && !order.Contains(language))
            {
                order.Add(language);
            }
        }
    }

    private static bool IsWithin(string tag, string prefix) =>
        tag.StartsWith(prefix, StringComparison.Ordinal) && (tag.Length == prefix.Length || tag[prefix.Length] == '_');
}
