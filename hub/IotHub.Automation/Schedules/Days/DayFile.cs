using System.Text;
using IotHub.Contracts.Diagnostics;

namespace IotHub.Automation.Schedules.Days;

/// <summary>Reads a day file: our JSON, or an iCalendar file (RFC 5545) of holidays.</summary>
public static class DayFile
{
    /// <summary>Reads a file, told apart by its first letters.</summary>
    /// <param name="utf8">Its bytes; they must not change afterwards.</param>
    public static DayFileResult Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > ScheduleLimits.DayFileBytesMax)
        {
            return new DayFileResult(null, [new Diagnostic(DiagnosticSeverity.Error, "days.limit", string.Empty, 1, 1,
                $"The day file has {utf8.Length} bytes; at most {ScheduleLimits.DayFileBytesMax} are allowed.")]);
        }

        return IsCalendar(utf8.Span) ? ICalendarDays.Read(utf8.Span) : JsonDays.Read(utf8);
    }

    private static bool IsCalendar(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        var text = utf8.TrimStart(" \t\r\n"u8);
        return text.Length >= 6 && Ascii.EqualsIgnoreCase(text[..6], "BEGIN:"u8);
    }
}
