using System.Diagnostics.CodeAnalysis;
using IotHub.Api.Problems;
using IotHub.Contracts.Labels;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Makers;

/// <summary>Which language a reader wants, by <c>?lang=</c> or else by <c>Accept-Language</c>.</summary>
internal static class ContractLanguage
{
    public const string Description =
        "Labels are in the language of the query `lang`, `zh` or `zh-CN`, else in the best of `Accept-Language`, else in English; what has no label shows the contract's own description.";

    private const int TagLengthMax = 35;
    private const int TagsMax = 8;

    /// <summary>The languages wanted, best first; may be none.</summary>
    public static bool TryRead(string? lang, HttpRequest request, out IReadOnlyList<string> languages, [NotNullWhen(false)] out IResult? problem)
    {
        problem = null;
        languages = [];
        if (lang is null)
        {
            // A header is what a browser says by itself: what cannot be read in it is passed over.
            languages =
            [
                .. (request.GetTypedHeaders().AcceptLanguage ?? []).Where(one => one.Quality != 0 && IsTag(one.Value.AsSpan())).Take(TagsMax)
                    .OrderByDescending(one => one.Quality ?? 1).Select(one => one.Value.ToString()),
            ];
            return true;
        }

        if (!IsTag(lang))
        {
            problem = Problem.BadRequest("request.malformed", "lang is not a language; expected one like en, zh or zh-CN.");
            return false;
        }

        languages = [lang];
        return true;
    }

    /// <summary>The texts in the first wanted language that there is, else in the common one.</summary>
    public static LabelTexts Choose(ContractLabels labels, IReadOnlyList<string> languages) =>
        labels.In(languages.FirstOrDefault(labels.Speaks));

    /// <summary>The spelling of the web: <c>zh_cn</c> is <c>zh-CN</c>.</summary>
    public static string Tag(string language)
    {
        var parts = language.Split('_');
        for (var i = 1; i < parts.Length; i++)
        {
            parts[i] = parts[i].Length == 2 ? parts[i].ToUpperInvariant() : parts[i].Length == 4 ? char.ToUpperInvariant(parts[i][0]) + parts[i][1..] : parts[i];
        }

        return string.Join('-', parts);
    }

    private static bool IsTag(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))
            {
                return false;
            }
        }

        return text.Length is >= 2 and <= TagLengthMax;
    }
}
