namespace IotHub.Automation.Compilation;

/// <summary>Bounds of a document. Beyond one of them the document is refused with a sentence that names the bound.</summary>
public static class AutomationLimits
{
    /// <summary>Bytes of a document: some thousand lines, far beyond what a person can still follow, and small enough to keep every version.</summary>
    public const int DocumentBytesMax = 64 * 1024;

    /// <summary>Nesting of the JSON text: an action within another costs up to four levels, a condition two, and the rest of the document a few more.</summary>
    public const int JsonDepthMax = (4 * ActionDepthMax) + (2 * ConditionDepthMax) + 16;

    /// <summary>Conditions within conditions: real rules use two or three; sixteen keeps recursion shallow.</summary>
    public const int ConditionDepthMax = 16;

    /// <summary>Triggers of an automation: one per device of a large room.</summary>
    public const int TriggersMax = 64;

    /// <summary>Properties that one trigger watches: every motion sensor of a large home.</summary>
    public const int WatchedMax = 64;

    /// <summary>What one person is known by: a phone, a watch, a car, a key, and some more.</summary>
    public const int TrackersMax = 16;

    /// <summary>Times of the day of one trigger: one for each hour.</summary>
    public const int TimesMax = 24;

    /// <summary>Conditions of an automation, nested ones included; each may be read at each trigger.</summary>
    public const int ConditionsMax = 128;

    /// <summary>Actions of an automation, nested ones included: far more than a person can still follow, and a few milliseconds of the loop.</summary>
    public const int ActionsMax = 512;

    /// <summary>Actions within actions: real rules use three or four; sixteen keeps recursion shallow.</summary>
    public const int ActionDepthMax = 16;

    /// <summary>Runs of one automation that go on or wait in line: a button pressed twenty times in a row is a mistake or a game.</summary>
    public const int RunsMax = 20;

    /// <summary>Rounds of one repetition: a whole day in steps of a minute and a half.</summary>
    public const int RoundsMax = 1000;

    /// <summary>Values of which one must be met, or kinds of days: more than any contract's value list that a person would write out.</summary>
    public const int TestValuesMax = 32;

    /// <summary>Arguments of an event or action; contracts have nine at most.</summary>
    public const int ArgumentsMax = 32;

    /// <summary>Variables that one object names, and inputs of a template.</summary>
    public const int VariablesMax = 32;

    /// <summary>Inputs of a template.</summary>
    public const int InputsMax = 32;

    /// <summary>Cases of a choice, and branches that run side by side.</summary>
    public const int BranchesMax = 32;

    /// <summary>Headers of a web request.</summary>
    public const int HeadersMax = 16;

    /// <summary>Characters of a text for people: a long notice.</summary>
    public const int MessageLengthMax = 1000;

    /// <summary>Characters of a payload or body, as many as an expression's text may have.</summary>
    public const int PayloadLengthMax = 4096;

    /// <summary>Characters of a web address, as far as servers commonly read.</summary>
    public const int UrlLengthMax = 2000;

    /// <summary>Characters of an MQTT topic: what the broker takes.</summary>
    public const int TopicLengthMax = 1024;

    /// <summary>Characters of a web hook's name at least: short ones are guessed.</summary>
    public const int HookLengthMin = 8;

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
