using System.Text;

namespace IotHub.Automation.Schedules.Days;

/// <summary>Reads the content lines of an iCalendar file (RFC 5545, 3.1), with lines that were folded put together.</summary>
internal static class ICalendarLines
{
    /// <summary>The lines in order. Bytes that are not UTF-8 become replacement characters; empty lines are passed over.</summary>
    public static IEnumerable<Line> Read(string text)
    {
        var line = new StringBuilder();
        var number = 0;
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            var part = text[at..end].TrimEnd('\r');
            at = end + 1;
            number++;

            // A line that begins with a space goes on with the one before; the space belongs to neither.
            if (part.Length > 0 && part[0] is ' ' or '\t' && line.Length > 0)
            {
                line.Append(part, 1, part.Length - 1);
                continue;
            }

            if (line.Length > 0)
            {
                yield return Line.Parse(line.ToString(), start);
            }

            line.Clear().Append(part);
            start = number;
        }

        if (line.Length > 0)
        {
            yield return Line.Parse(line.ToString(), start);
        }
    }

    /// <summary>A property: its name, parameters and value.</summary>
    /// <param name="Number">The line on which it begins, from 1.</param>
    /// <param name="Name">In upper case.</param>
    /// <param name="Parameters">In upper case, as written otherwise: <c>VALUE=DATE;TZID=X</c>.</param>
    /// <param name="Value">As written.</param>
    /// <param name="Column">Where the value begins, from 1.</param>
    internal readonly record struct Line(int Number, string Name, string Parameters, string Value, int Column)
    {
        public static Line Parse(string text, int number)
        {
            // Colons within quotes belong to a parameter.
            var isQuoted = false;
            var (semicolon, colon) = (-1, -1);
            for (var index = 0; index < text.Length && colon < 0; index++)
            {
                isQuoted ^= text[index] == '"';
                semicolon = !isQuoted && semicolon < 0 && text[index] == ';' ? index : semicolon;
                colon = !isQuoted && text[index] == ':' ? index : colon;
            }

            if (colon < 0)
            {
                return new Line(number, string.Empty, string.Empty, text, 1);
            }

            var name = semicolon < 0 ? text[..colon] : text[..semicolon];
            var parameters = semicolon < 0 ? string.Empty : text[(semicolon + 1)..colon];
            return new Line(number, name.Trim().ToUpperInvariant(), parameters.ToUpperInvariant(), text[(colon + 1)..].Trim(), colon + 2);
        }
    }
}
