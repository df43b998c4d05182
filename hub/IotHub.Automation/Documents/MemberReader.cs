using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Automation.Compilation;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>Reads the members that several kinds of objects share, and says what is wrong with them.</summary>
internal sealed class MemberReader(DocumentFaults faults)
{
    public DocumentFaults Faults => faults;

    /// <summary>True for a member that is only for people.</summary>
    public static bool IsComment(JsonMemberAt member) => member.Name.StartsWith("//", StringComparison.Ordinal);

    /// <summary>True for an object; anything else is a fault.</summary>
    public bool IsObject(JsonNodeAt node, string what)
    {
        if (node.Kind == JsonValueKind.Object)
        {
            return true;
        }

        faults.Error(node, "type", $"{what} must be an object, found {node.Describe()}.");
        return false;
    }

    /// <summary>Reports members that an object of this kind does not have, and those that occur twice.</summary>
    public void CheckNames(JsonNodeAt node, string what, ImmutableArray<string> known)
    {
        foreach (var member in node.Properties.Where(member => !IsComment(member)))
        {
            if (!known.Contains(member.Name))
            {
                faults.AtName(member, DiagnosticSeverity.Error, "member.unknown", $"{what} has no member \"{member.Name}\"; expected {string.Join(", ", known)}.",
                    NearestName.Suggest(member.Name, known));
            }
            else if (member.IsDuplicate)
            {
                faults.AtName(member, DiagnosticSeverity.Error, "member.duplicate", $"\"{member.Name}\" is written twice.", "Remove one of the two.");
            }
        }
    }

    /// <summary>Text of bounded length; the default where absent or wrong.</summary>
    public string Text(JsonNodeAt node, string name, string absent, int lengthMax)
    {
        if (!node.TryGet(name, out var value))
        {
            return absent;
        }

        if (value.Text is not { } text)
        {
            faults.Error(value, "type", $"\"{name}\" must be text, found {value.Describe()}.");
            return absent;
        }

        if (text.Length > lengthMax)
        {
            faults.Error(value, "limit", $"\"{name}\" has {text.Length} characters; at most {lengthMax} are allowed.");
        }

        return text;
    }

    /// <summary>An id of lower-case letters, digits and hyphens.</summary>
    public string Id(JsonNodeAt node, string absent)
    {
        var id = Text(node, "id", absent, AutomationLimits.IdLengthMax);
        if (node.TryGet("id", out var value) && value.Kind == JsonValueKind.String && !IsId(id))
        {
            var guess = string.Join('-', id.ToLowerInvariant().Split([' ', '_', '.', '/', '-'], StringSplitOptions.RemoveEmptyEntries));
            faults.Error(value, "id", $"An id has lower-case letters, digits and single hyphens between them, found {value.Describe()}.",
                IsId(guess) ? $"Did you mean \"{guess}\"?" : null);
        }

        return id;
    }

    public static bool IsId(string id) => id.Length is > 0 and <= AutomationLimits.IdLengthMax && id[0] != '-' && id[^1] != '-'
        && !id.Contains("--", StringComparison.Ordinal) && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    public bool Boolean(JsonNodeAt node, string name, bool absent)
    {
        if (!node.TryGet(name, out var value))
        {
            return absent;
        }

        if (!value.TryGetBoolean(out var result))
        {
            faults.Error(value, "type", $"\"{name}\" must be true or false, found {value.Describe()}.");
            return absent;
        }

        return result;
    }

    /// <summary>A duration within the bounds; null where absent or wrong.</summary>
    public TimeSpan? Duration(JsonNodeAt node, string name)
    {
        if (!node.TryGet(name, out var value))
        {
            return null;
        }

        if (value.Text is not { } text)
        {
            var guess = value.TryGetInt64(out var number) ? $"Write \"{number}s\" for seconds or \"{number}m\" for minutes." : null;
            faults.Error(value, "duration", $"A duration is text such as \"90s\", \"5m\" or \"1h30m\", found {value.Describe()}.", guess);
            return null;
        }

        if (!Compilation.Duration.TryParse(text, out var duration))
        {
            var guess = Compilation.Duration.Suggest(text) is { } meant ? $"Did you mean \"{meant}\"?" : null;
            faults.Error(value, "duration", $"A duration is whole numbers with d, h, m, s or ms, largest first, such as \"1h30m\"; found {value.Describe()}.", guess);
            return null;
        }

        if (duration < AutomationLimits.DurationMin || duration > AutomationLimits.DurationMax)
        {
            faults.Error(value, "duration.range", $"\"{text}\" is not between {Compilation.Duration.Format(AutomationLimits.DurationMin)} and {Compilation.Duration.Format(AutomationLimits.DurationMax)}.");
            return null;
        }

        return duration;
    }

    /// <summary>One value, or a list of one or more.</summary>
    public ImmutableArray<JsonNodeAt> OneOrMore(JsonNodeAt value, string name, int countMax)
    {
        if (value.Kind != JsonValueKind.Array)
        {
            return [value];
        }

        if (value.Items.IsEmpty)
        {
            faults.Error(value, "empty", $"\"{name}\" is an empty list.");
        }

        CheckCount(value, name, value.Items.Length, countMax);
        return value.Items;
    }

    public void CheckCount(JsonNodeAt at, string what, int count, int countMax)
    {
        if (count > countMax)
        {
            faults.Error(at, "limit", $"\"{what}\" holds {count}; at most {countMax} are allowed.");
        }
    }

    /// <summary>A time of the day; null where wrong.</summary>
    public TimeOnly? Time(JsonNodeAt value)
    {
        if (value.Text is { } text)
        {
            if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            {
                return time;
            }

            var guess = text == "24:00" ? "00:00"
                : TimeOnly.TryParseExact(text.Trim().Replace(".", ":", StringComparison.Ordinal), ["H:mm", "h:mm tt", "h:mmtt", "htt", "h tt"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var meant)
                ? meant.ToString("HH:mm", CultureInfo.InvariantCulture) : null;
            faults.Error(value, "time", $"A time of the day is text such as \"07:00\" or \"23:30:15\", found {value.Describe()}.", guess is null ? null : $"Did you mean \"{guess}\"?");
            return null;
        }

        faults.Error(value, "time", $"A time of the day is text such as \"07:00\", found {value.Describe()}.");
        return null;
    }

    /// <summary>Days of the week; all where absent.</summary>
    public Weekdays Days(JsonNodeAt node)
    {
        if (!node.TryGet("days", out var value))
        {
            return Weekdays.All;
        }

        var days = Weekdays.None;
        foreach (var item in OneOrMore(value, "days", 7))
        {
            var text = item.Text ?? string.Empty;
            var index = WeekdayNames.All.IndexOf(text, 0, StringComparer.Ordinal);
            if (index < 0)
            {
                var start = text.Length >= 3 ? text[..3] : text;
                faults.Error(item, "day", $"A day is one of {string.Join(", ", WeekdayNames.All)}, found {item.Describe()}.", NearestName.Suggest(start, WeekdayNames.All));
                continue;
            }

            days |= (Weekdays)(1 << index);
        }

        return days == Weekdays.None ? Weekdays.All : days;
    }

    /// <summary>Which of several kinds an object is, by the members that tell them apart; null where it is none or more than one of them.</summary>
    public string? KindOf(JsonNodeAt node, string what, ImmutableArray<(string Kind, ImmutableArray<string> Marks, ImmutableArray<string> Members)> kinds)
    {
        var found = kinds.Where(kind => kind.Marks.Any(mark => node.TryGet(mark, out _))).ToList();
        var marks = kinds.Select(kind => string.Join("/", kind.Marks));
        if (found.Count == 1)
        {
            CheckNames(node, $"{what} with \"{found[0].Marks.First(mark => node.TryGet(mark, out _))}\"", found[0].Members);
            return found[0].Kind;
        }

        if (found.Count > 1)
        {
            faults.Error(node, "kind", $"{what} is one of {string.Join(", ", marks)}; found {string.Join(" and ", found.Select(kind => kind.Kind))} together.", "Write one object for each.");
            return null;
        }

        // What it is cannot be told, so its members are compared with those of all kinds: a slip of the pen in the telling one is found.
        CheckNames(node, what, [.. kinds.SelectMany(kind => kind.Members).Distinct(StringComparer.Ordinal)]);
        faults.Error(node, "kind", $"{what} needs one of {string.Join(", ", marks)}.");
        return null;
    }
}
