using System.Collections.Immutable;
using System.Text;

namespace IotHub.DeviceSim.Panel;

/// <summary>A line of the panel's language, taken apart: words parted by blanks; what stands in double quotes is one word.</summary>
public static class PanelLine
{
    /// <summary>Characters of a line.</summary>
    public const int LengthMax = 4_096;

    /// <summary>Takes a line apart. A backslash takes the next character as it is; a quote that is not closed runs to the end.</summary>
    public static ImmutableArray<string> Split(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        var (isQuoted, hasWord) = (false, false);
        for (var i = 0; i < line.Length && i < LengthMax; i++)
        {
            if (line[i] == '"')
            {
                (isQuoted, hasWord) = (!isQuoted, true);
            }
            else if (line[i] == '\\' && i + 1 < line.Length)
            {
                word.Append(line[++i]);
                hasWord = true;
            }
            else if (char.IsWhiteSpace(line[i]) && !isQuoted)
            {
                if (hasWord)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                hasWord = false;
            }
            else
            {
                word.Append(line[i]);
                hasWord = true;
            }
        }

        if (hasWord)
        {
            words.Add(word.ToString());
        }

        return words.ToImmutable();
    }
}
