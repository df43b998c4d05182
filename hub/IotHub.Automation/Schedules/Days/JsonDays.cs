using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Schedules.Days;

/// <summary>Reads the JSON form of a day file and reports every fault.</summary>
internal sealed class JsonDays
{
    private static readonly ImmutableArray<string> FileMembers = ["holidays", "workdays", "weekend", "sets", "$schema"];
    private static readonly ImmutableArray<string> EntryMembers = ["date", "name"];

    private static readonly TextType DayName = new(ScheduleLimits.DayNameLengthMax);

    // An object with more members than this is no day file, and is not looked through name by name.
    private const int MembersMax = ScheduleLimits.DaySetsMax + 8;

    private readonly DocumentFaults _faults = new("days");
    private readonly FormCheck _members;
    private int _entries;

    private JsonDays() => _members = new FormCheck(_faults);

    /// <summary>Reads the file; its size is checked already.</summary>
    public static DayFileResult Read(ReadOnlyMemory<byte> utf8)
    {
        if (!PositionedJson.TryParse(utf8, 8, out var root, out var fault))
        {
            return new DayFileResult(null, [fault]);
        }

        var reader = new JsonDays();
        var calendar = reader.ReadRoot(root);
        var found = reader._faults.ToImmutable();
        return new DayFileResult(reader._faults.HasErrors ? null : calendar,
            found.Length <= ScheduleLimits.DayFileFaultsMax ? found : found[..ScheduleLimits.DayFileFaultsMax]);
    }

    private HomeCalendar? ReadRoot(JsonNodeAt root)
    {
        if (!_members.IsObject(root, "A day file") || !IsSmall(root, "A day file"))
        {
            return null;
        }

        _members.CheckNames(root, "A day file", FileMembers);
        return new HomeCalendar
        {
            Holidays = root.TryGet("holidays", out var holidays) ? ReadSet(holidays, "holidays") : DaySet.Empty,
            Workdays = root.TryGet("workdays", out var workdays) ? ReadSet(workdays, "workdays") : DaySet.Empty,
            Weekend = root.TryGet("weekend", out var weekend) ? ReadWeekend(weekend) : HomeCalendar.Plain.Weekend,
            Sets = root.TryGet("sets", out var sets) ? ReadSets(sets) : HomeCalendar.Plain.Sets,
        };
    }

    private bool IsSmall(JsonNodeAt node, string what)
    {
        if (node.Properties.Length <= MembersMax)
        {
            return true;
        }

        _faults.Error(node, "limit", $"{what} has {node.Properties.Length} members; at most {MembersMax} are allowed.");
        return false;
    }

    private ImmutableSortedDictionary<string, DaySet> ReadSets(JsonNodeAt node)
    {
        var sets = HomeCalendar.Plain.Sets;
        if (!_members.IsObject(node, "\"sets\"") || !IsSmall(node, "\"sets\""))
        {
            return sets;
        }

        var named = FormCheck.MembersOf(node);
        _members.CheckCount(node, "sets", named.Length, ScheduleLimits.DaySetsMax);
        foreach (var member in named)
        {
            if (member.IsDuplicate)
            {
                _faults.Error(member.Value, "member.duplicate", $"The set \"{TextFault.Cut(member.Name)}\" is written twice.", "Remove one of the two.");
            }
            else if (DayKinds.All.Contains(member.Name))
            {
                _faults.Error(member.Value, "set.name", $"\"{member.Name}\" is a kind of day that every home has; a set needs a name of its own.");
            }
            else if (!IdType.IsId(member.Name))
            {
                _faults.Error(member.Value, "set.name", $"The name of a set has lower-case letters, digits and single hyphens between them; found \"{TextFault.Cut(member.Name)}\".");
            }
            else
            {
                sets = sets.Add(member.Name, ReadSet(member.Value, member.Name));
            }
        }

        return sets;
    }

    private Weekdays ReadWeekend(JsonNodeAt node)
    {
        var weekend = Weekdays.None;
        if (node.Kind != JsonValueKind.Array)
        {
            _faults.Error(node, "type", $"\"weekend\" must be a list of days such as [\"sat\", \"sun\"], perhaps empty; found {node.Describe()}.");
            return weekend;
        }

        _members.CheckCount(node, "weekend", node.Items.Length, 7);
        foreach (var item in node.Items.Take(7))
        {
            var text = item.Text ?? string.Empty;
            var index = WeekdayNames.All.IndexOf(text, 0, StringComparer.Ordinal);
            if (index < 0)
            {
                _faults.Error(item, "day", $"A day is one of {string.Join(", ", WeekdayNames.All)}, found {item.Describe()}.",
                    NearestName.Suggest(text.Length >= 3 ? text[..3] : text, WeekdayNames.All));
                continue;
            }

            weekend |= (Weekdays)(1 << index);
        }

        return weekend;
    }

    private DaySet ReadSet(JsonNodeAt node, string name)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            _faults.Error(node, "type", $"\"{name}\" must be a list of dates, found {node.Describe()}.", "Put it in [ ].");
            return DaySet.Empty;
        }

        // Beyond the bound nothing is read: one fault says more than thousands.
        _entries += node.Items.Length;
        if (_entries > ScheduleLimits.DayFileEntriesMax)
        {
            _faults.Error(node, "limit", $"The day file lists more than {ScheduleLimits.DayFileEntriesMax} days and ranges.");
            return DaySet.Empty;
        }

        var entries = node.Items.Select(ReadEntry).OfType<DayEntry>().ToImmutableArray();
        _members.CheckCount(node, name, entries.Count(entry => !entry.Dates.IsDay), ScheduleLimits.DayRangesMax);
        return new DaySet(entries);
    }

    private DayEntry? ReadEntry(JsonNodeAt node)
    {
        var (date, name) = (node, string.Empty);
        if (node.Kind == JsonValueKind.Object)
        {
            if (!IsSmall(node, "A day"))
            {
                return null;
            }

            _members.CheckNames(node, "A day", EntryMembers);
            if (node.TryGet("name", out var written))
            {
                DayName.Check(written, "name", _members);
                name = written.Text ?? string.Empty;
            }

            if (!node.TryGet("date", out var value))
            {
                _faults.Error(node, "member.missing", "A day needs \"date\".");
                return null;
            }

            date = value;
        }

        if (date.Text is not { } text)
        {
            _faults.Error(date, "date", $"A date is text such as \"2026-12-24\", found {date.Describe()}.");
            return null;
        }

        if (!DatePattern.TryParse(text, out var pattern, out var fault))
        {
            _faults.Error(date, "date", fault!.Message, fault.Suggestion);
            return null;
        }

        return new DayEntry(pattern, name);
    }
}
