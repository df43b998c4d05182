using System.Collections.Immutable;

namespace IotHub.Insights.UsageEvents;

/// <summary>The words and buckets that usage events are made of.</summary>
public static class UsageWords
{
    /// <summary>How long something lasted.</summary>
    public static ImmutableArray<string> Durations { get; } = ["under-1m", "1m-10m", "10m-1h", "1h-1d", "1d-1w", "over-1w", "unknown"];

    /// <summary>Parts of a day by the clock of the home: from 0, 6, 12 and 18 hours.</summary>
    public static ImmutableArray<string> Dayparts { get; } = ["night", "morning", "afternoon", "evening"];

    /// <summary>Who did it.</summary>
    public static ImmutableArray<string> Actors { get; } = ["user", "scene", "schedule", "device", "unknown"];

    /// <summary>How many devices a home has.</summary>
    public static ImmutableArray<string> HomeSizes { get; } = ["0", "1-2", "3-5", "6-10", "11-20", "21-50", "over-50"];

    /// <summary>How full something is.</summary>
    public static ImmutableArray<string> Levels { get; } = ["0-5", "6-10", "11-20", "21-50", "51-100"];

    /// <summary>What sets an automation going, by the key of the trigger.</summary>
    public static ImmutableArray<string> Triggers { get; } =
        ["property", "event", "device", "time", "cron", "every", "sun", "calendar", "presence", "scene", "automation", "mqtt", "webhook", "start", "expression", "other"];

    /// <summary>What an automation does, by the key of the action.</summary>
    public static ImmutableArray<string> Actions { get; } =
    [
        "set", "toggle", "call", "scene", "snapshot", "restore", "wait", "if", "choose", "repeat", "parallel", "sequence", "condition", "stop", "variables", "notify", "request", "publish",
        "log", "run", "enable", "disable", "other",
    ];

    /// <summary>The bucket of a time.</summary>
    public static string DurationOf(TimeSpan? time) => time switch
    {
        null => "unknown",
        var t when t < TimeSpan.FromMinutes(1) => "under-1m",
        var t when t < TimeSpan.FromMinutes(10) => "1m-10m",
        var t when t < TimeSpan.FromHours(1) => "10m-1h",
        var t when t < TimeSpan.FromDays(1) => "1h-1d",
        var t when t < TimeSpan.FromDays(7) => "1d-1w",
        _ => "over-1w",
    };

    /// <summary>The part of the day of an hour from 0 to 23.</summary>
    public static string DaypartOf(int hour) => Dayparts[hour / 6];

    /// <summary>The bucket of a number of devices.</summary>
    public static string HomeSizeOf(int devices) => devices switch
    {
        <= 0 => "0",
        <= 2 => "1-2",
        <= 5 => "3-5",
        <= 10 => "6-10",
        <= 20 => "11-20",
        <= 50 => "21-50",
        _ => "over-50",
    };

    /// <summary>The bucket of a level in percent.</summary>
    public static string LevelOf(double percent) => percent switch
    {
        <= 5 => "0-5",
        <= 10 => "6-10",
        <= 20 => "11-20",
        <= 50 => "21-50",
        _ => "51-100",
    };
}
