using System.Collections.Immutable;

namespace IotHub.DeviceSim.Faults;

/// <summary>A fault that has one number, as home files, the command line and the panel name it.</summary>
/// <param name="Member">Its name in a home file, such as <c>answerDelaySeconds</c>.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="IsWhole">True when it is a whole number.</param>
/// <param name="Usual">Value that the panel takes when none is given.</param>
/// <param name="Meaning">What it does, in a few words.</param>
/// <param name="Apply">Adds it to faults.</param>
/// <param name="ValueIn">The value that faults have of it; null where they do not have it.</param>
public sealed record FaultKind(
    string Member,
    double Minimum,
    double Maximum,
    bool IsWhole,
    double Usual,
    string Meaning,
    Func<DeviceFaults, double, DeviceFaults> Apply,
    Func<DeviceFaults, double?> ValueIn)
{
    private const double YearSeconds = 31_536_000;

    /// <summary>All of them.</summary>
    public static ImmutableArray<FaultKind> All { get; } =
    [
        Share("loss", 0.1, "messages are lost", (faults, value) => faults with { Loss = value }, faults => Above(faults.Loss)),
        Seconds("delaySeconds", 0, 3_600, 2, "messages come up to so much later", (faults, value) => faults with { Delay = value }, faults => Above(faults.Delay.TotalSeconds)),
        Share("duplicate", 0.1, "messages come twice", (faults, value) => faults with { Duplicate = value }, faults => Above(faults.Duplicate)),
        Share("reorder", 0.2, "messages are overtaken by later ones", (faults, value) => faults with { Reorder = value }, faults => Above(faults.Reorder)),
        Share("wrongType", 0.2, "reports have a value of a wrong type", (faults, value) => faults with { WrongType = value }, faults => Above(faults.WrongType)),
        Share("outOfRange", 0.2, "reports have a number beyond its range", (faults, value) => faults with { OutOfRange = value }, faults => Above(faults.OutOfRange)),
        Share("stale", 0.5, "reports say what the report before said", (faults, value) => faults with { Stale = value }, faults => Above(faults.Stale)),
        Share("malformed", 0.2, "messages are no JSON", (faults, value) => faults with { Malformed = value }, faults => Above(faults.Malformed)),
        Share("oversized", 0.2, "messages are larger than a payload may be", (faults, value) => faults with { Oversized = value }, faults => Above(faults.Oversized)),
        Seconds("answerDelaySeconds", 0, 3_600, 3, "answers take so long", (faults, value) => faults with { AnswerDelay = value }, faults => Above(faults.AnswerDelay.TotalSeconds)),
        new("dropEvery", 0, 1_000_000, true, 3, "every n-th request is not heard", (faults, value) => faults with { DropEvery = (int)value }, faults => Above(faults.DropEvery)),
        new("rejectCode", -9_999, -1, true, -4004, "every request is refused with this code", (faults, value) => faults with { RejectCode = (int)value }, faults => faults.RejectCode),
        Seconds("silentAfterSeconds", 0, YearSeconds, 0, "it says nothing any more after so long", (faults, value) => faults with { SilentAfter = value }, faults => faults.SilentAfter?.TotalSeconds),
        Seconds("disconnectEverySeconds", 1, YearSeconds, 60, "it loses its connection so often", (faults, value) => faults with { DisconnectEvery = value }, faults => faults.DisconnectEvery?.TotalSeconds),
        Seconds("rebootEverySeconds", 1, YearSeconds, 120, "it starts anew so often", (faults, value) => faults with { RebootEvery = value }, faults => faults.RebootEvery?.TotalSeconds),
        Seconds("clockSkewSeconds", -YearSeconds, YearSeconds, 7_200, "its clock is so far ahead", (faults, value) => faults with { ClockSkew = value }, faults => faults.ClockSkew == TimeSpan.Zero ? null : faults.ClockSkew.TotalSeconds),
        Seconds("batteryDeadAfterSeconds", 1, YearSeconds, 60, "its battery is empty after so long", (faults, value) => faults with { BatteryDeadAfter = value }, faults => faults.BatteryDeadAfter?.TotalSeconds),
        Seconds("wifiUpSeconds", 1, YearSeconds, 30, "flapping Wi-Fi: in reach for so long", (faults, value) => faults with { WifiUp = value }, faults => faults.WifiUp?.TotalSeconds),
        Seconds("wifiDownSeconds", 1, YearSeconds, 20, "flapping Wi-Fi: out of reach for so long", (faults, value) => faults with { WifiDown = value }, faults => faults.WifiDown == DeviceFaults.None.WifiDown ? null : faults.WifiDown.TotalSeconds),
    ];

    /// <summary>Its name on the command line and in the panel: <c>answer-delay</c> for <c>answerDelaySeconds</c>.</summary>
    public string Name => Scenarios.Kebab.From(Member.EndsWith("Seconds", StringComparison.Ordinal) ? Member[..^"Seconds".Length] : Member);

    /// <summary>Finds one by its name in either form; null where there is none.</summary>
    public static FaultKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name || kind.Member == name);

    /// <summary>Whether faults have it.</summary>
    public bool IsIn(DeviceFaults faults) => ValueIn(faults) is not null;

    /// <summary>The same faults without it.</summary>
    public DeviceFaults Without(DeviceFaults faults) =>
        All.Where(kind => kind != this).Aggregate(DeviceFaults.None with { Refuses = faults.Refuses }, (rest, kind) => kind.ValueIn(faults) is { } value ? kind.Apply(rest, value) : rest);

    /// <summary>True for a value that it can have.</summary>
    public bool Allows(double value) => value >= Minimum && value <= Maximum && (!IsWhole || Math.Floor(value) == value);

    private static double? Above(double value) => value > 0 ? value : null;

    private static FaultKind Share(string member, double usual, string meaning, Func<DeviceFaults, double, DeviceFaults> apply, Func<DeviceFaults, double?> valueIn) =>
        new(member, 0, 1, false, usual, meaning, apply, valueIn);

    private static FaultKind Seconds(
        string member, double minimum, double maximum, double usual, string meaning, Func<DeviceFaults, TimeSpan, DeviceFaults> apply, Func<DeviceFaults, double?> valueIn) =>
        new(member, minimum, maximum, false, usual, meaning, (faults, value) => apply(faults, TimeSpan.FromSeconds(value)), valueIn);
}
