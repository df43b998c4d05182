namespace IotHub.Automation.Compilation;

/// <summary>Bounds of a document. Beyond one of them the document is refused with a sentence that names the bound.</summary>
public static class AutomationLimits
{
    /// <summary>Bytes of a document: some thousand lines, far beyond what a person can still follow, and small enough to keep every version.</summary>
    public const int DocumentBytesMax = 64 * 1024;

    /// <summary>Nesting of the JSON text: a condition within another costs two levels, and the rest of the document a few more.</summary>
    public const int JsonDepthMax = (2 * ConditionDepthMax) + 8;

    /// <summary>Conditions within conditions: real rules use two or three; sixteen keeps recursion shallow.</summary>
    public const int ConditionDepthMax = 16;

    /// <summary>Triggers of an automation: one per device of a large room.</summary>
    public const int TriggersMax = 64;

    /// <summary>Properties that one trigger watches: every motion sensor of a large home.</summary>
    public const int WatchedMax = 64;

    /// <summary>Times of the day of one trigger: one for each hour.</summary>
    public const int TimesMax = 24;

    /// <summary>Conditions of an automation, nested ones included; each may be read at each trigger.</summary>
    public const int ConditionsMax = 128;

    /// <summary>Actions of an automation, since all up to the next wait are done in one step of the loop.</summary>
    public const int ActionsMax = 128;

    /// <summary>Actions within actions: real rules use three or four; sixteen keeps recursion shallow.</summary>
    public const int ActionDepthMax = 16;

    /// <summary>Runs of one automation that go on or wait in line: a button pressed twenty times in a row is a mistake or a game.</summary>
    public const int RunsMax = 20;

    /// <summary>Rounds of one repetition: a whole day in steps of a minute and a half.</summary>
    public const int RoundsMax = 1000;

    /// <summary>Values that one action or scene sets: a whole large home.</summary>
    public const int ValuesMax = 256;

    /// <summary>Characters of an id: it is part of addresses and file names.</summary>
    public const int IdLengthMax = 64;

    /// <summary>Characters of a name: one line on a phone, twice over.</summary>
    public const int NameLengthMax = 100;

    /// <summary>Characters of a description: a screenful.</summary>
    public const int DescriptionLengthMax = 2000;

    /// <summary>The longest wait or hold. What is meant to happen after more than a month is a matter of dates.</summary>
    public static TimeSpan DurationMax { get; } = TimeSpan.FromDays(31);

    /// <summary>The shortest wait or hold: nothing in a home is faster than this, and zero would make no sense.</summary>
    public static TimeSpan DurationMin { get; } = TimeSpan.FromMilliseconds(1);
}
