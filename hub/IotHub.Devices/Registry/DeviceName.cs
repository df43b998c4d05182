using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace IotHub.Devices.Registry;

/// <summary>The form of device names: lower-case letters a to z, digits and single hyphens, 1 to 64 characters, a letter or digit at both ends.</summary>
public static class DeviceName
{
    /// <summary>Longest name, in characters: it stands in every rule and every log line.</summary>
    public const int LengthMax = 64;

    /// <summary>True when the text has the form of a name.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Length is 0 or > LengthMax || text[0] == '-' || text[^1] == '-')
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var isHyphen = text[i] == '-';
            if ((!char.IsAsciiLetterLower(text[i]) && !char.IsAsciiDigit(text[i]) && !isHyphen) || (isHyphen && text[i - 1] == '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes a name of any text: <c>Hall lamp #2</c> becomes <c>hall-lamp-2</c>; <c>device</c> where nothing is left.</summary>
    public static string From(string text)
    {
        var name = new StringBuilder(Math.Min(text.Length, LengthMax));
        foreach (var character in text)
        {
            if (name.Length == LengthMax)
            {
                break;
            }

            var lower = char.ToLowerInvariant(character);
            if (char.IsAsciiLetterLower(lower) || char.IsAsciiDigit(lower))
            {
                name.Append(lower);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var result = name.ToString().Trim('-');
        return result.Length == 0 ? "device" : result;
    }

    /// <summary>Makes a name of a text that <paramref name="isTaken"/> does not hold yet, by a number at its end: <c>lamp-2</c>.</summary>
    public static string Unique(string text, Func<string, bool> isTaken)
    {
        var name = From(text);
        for (var number = 2; isTaken(name); number++)
        {
            var suffix = $"-{number.ToString(CultureInfo.InvariantCulture)}";
            var stem = From(text);
            name = string.Concat(stem.AsSpan(0, Math.Min(stem.Length, LengthMax - suffix.Length)).TrimEnd('-'), suffix);
        }

        return name;
    }
}
