using System.Collections.Immutable;
using System.Text;
using IotHub.Automation.Documents;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Schedules.Days;

/// <summary>
/// Reads the part of iCalendar (RFC 5545) that public calendars of holidays use: events of whole days, with an end or a number of days, once or each
/// year. All of them become holidays. What is beyond it is left out and said, event by event.
/// </summary>
internal sealed class ICalendarDays
{
    private readonly DocumentFaults _faults = new("days");
    private readonly ImmutableArray<DayEntry>.Builder _entries = ImmutableArray.CreateBuilder<DayEntry>();
    private readonly Stack<string> _open = new();
    private ICalendarEvent? _event;
    private int _faultCount;
    private bool _isFull;

    private ICalendarDays()
    {
    }

    /// <summary>Reads the file; its size is checked already.</summary>
    public static DayFileResult Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new ICalendarDays();
        var lines = 0;
        foreach (var line in ICalendarLines.Read(Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF')))
        {
            reader.Take(line);
            lines = line.Number;
        }

        if (reader._open.Count > 0)
        {
            reader.Fault(DiagnosticSeverity.Error, lines, 1, "calendar.end", $"The file ends within {reader._open.Peek()}; it has been cut off.");
        }

        var calendar = HomeCalendar.Plain with { Holidays = new DaySet(reader._entries.ToImmutable()) };
        return new DayFileResult(reader._faults.HasErrors ? null : calendar, reader._faults.ToImmutable());
    }

    private void Take(ICalendarLines.Line line)
    {
        switch (line.Name)
        {
            case "":
                Fault(DiagnosticSeverity.Error, line.Number, 1, "calendar.line", $"A line of a calendar is NAME:value, found \"{TextFault.Cut(line.Value)}\".");
                break;
            case "BEGIN":
                Begin(line);
                break;
            case "END":
                End(line);
                break;
            default:
                // Parts of an event, such as alarms, have properties of their own.
                if (_event is not null && _open.Peek() == "VEVENT")
                {
                    _event.Take(line);
                }

                break;
        }
    }

    private void Begin(ICalendarLines.Line line)
    {
        const int DepthMax = 8;
        var name = line.Value.ToUpperInvariant();
        if (_open.Count == 0 ? name != "VCALENDAR" : _open.Count >= DepthMax)
        {
            Fault(DiagnosticSeverity.Error, line.Number, line.Column, "calendar.begin", $"BEGIN:{TextFault.Cut(line.Value)} does not belong here; a calendar begins with BEGIN:VCALENDAR.");
        }

        if (_open.Count < DepthMax)
        {
            _open.Push(name.Length <= 20 ? name : name[..20]);
        }

        if (name == "VEVENT")
        {
            _event = new ICalendarEvent(line.Number);
        }
    }

    private void End(ICalendarLines.Line line)
    {
        var name = line.Value.ToUpperInvariant();
        if (!_open.TryPeek(out var open) || open != name)
        {
            Fault(DiagnosticSeverity.Error, line.Number, line.Column, "calendar.end", $"END:{TextFault.Cut(line.Value)} ends nothing that has begun.");
            return;
        }

        _open.Pop();
        if (name == "VEVENT" && _event is { } finished)
        {
            _event = null;
            Add(finished);
        }
    }

    private void Add(ICalendarEvent finished)
    {
        if (_isFull)
        {
            return;
        }

        if (finished.ToDates(out var fault) is { } dates)
        {
            var ranges = dates.IsDay ? 0 : _entries.Count(entry => !entry.Dates.IsDay) + 1;
            if (_entries.Count < ScheduleLimits.DayFileEntriesMax && ranges <= ScheduleLimits.DayRangesMax)
            {
                _entries.Add(new DayEntry(dates, finished.Name));
                return;
            }

            _isFull = true;
            Fault(DiagnosticSeverity.Error, finished.Line, 1, "limit",
                $"The calendar has more than {ScheduleLimits.DayFileEntriesMax} events, or more than {ScheduleLimits.DayRangesMax} of several days.");
        }
        else if (fault is not null)
        {
            Fault(DiagnosticSeverity.Warning, fault.Value.Line, fault.Value.Column, "calendar.event", fault.Value.Message);
        }
    }

    private void Fault(DiagnosticSeverity severity, int line, int column, string code, string message)
    {
        if (++_faultCount <= ScheduleLimits.DayFileFaultsMax || (severity == DiagnosticSeverity.Error && !_faults.HasErrors))
        {
            _faults.Add(new Diagnostic(severity, $"days.{code}", string.Empty, line, column, message));
        }
    }
}
