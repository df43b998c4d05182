using System.Text;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>Names for topics and rules from names of any style.</summary>
public static class Kebab
{
    /// <summary>
    /// <c>OutsideDoor</c> becomes <c>outside-door</c>, <c>TVRoom2</c> becomes <c>tv-room2</c>; what is neither letter nor digit parts words.
    /// Empty when the name has no letter and no digit (ASCII).
    /// </summary>
    public static string From(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(name[i]))
            {
                Part(text);
                continue;
            }

            var startsWord = char.IsAsciiLetterUpper(name[i]) && i > 0
                && (!char.IsAsciiLetterUpper(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (startsWord)
            {
                Part(text);
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString().TrimEnd('-');
    }

    private static void Part(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '-')
        {
            text.Append('-');
        }
    }
}
