namespace IotHub.Automation.Expressions.Typing;

/// <summary>What can be called. The table of signatures is <see cref="FunctionTable"/>; the meaning of each stands in <c>docs/automations/expressions.md</c>.</summary>
public enum ExpressionFunction
{
    /// <summary>The smallest known member.</summary>
    Min,

    /// <summary>The greatest known member.</summary>
    Max,

    /// <summary>The mean of the known members.</summary>
    Avg,

    /// <summary>The sum of the known members.</summary>
    Sum,

    /// <summary>How many known members are not false.</summary>
    Count,

    /// <summary>True when a known member is true.</summary>
    Any,

    /// <summary>True when each known member is true.</summary>
    All,

    /// <summary>A property over all devices that have it.</summary>
    Values,

    /// <summary>Without its sign.</summary>
    Abs,

    /// <summary>To the nearest, halves away from zero.</summary>
    Round,

    /// <summary>The next whole number that is not greater.</summary>
    Floor,

    /// <summary>The next whole number that is not smaller.</summary>
    Ceil,

    /// <summary>Brought into a range.</summary>
    Clamp,

    /// <summary>Characters of a text, or members of a list, unknown ones included.</summary>
    Length,

    /// <summary>In small letters.</summary>
    Lower,

    /// <summary>In capital letters.</summary>
    Upper,

    /// <summary>Without white space at both ends.</summary>
    Trim,

    /// <summary>True when a text stands within another.</summary>
    Contains,

    /// <summary>True when a text begins with another.</summary>
    StartsWith,

    /// <summary>True when a text ends with another.</summary>
    EndsWith,

    /// <summary>With each occurrence of a text replaced.</summary>
    Replace,

    /// <summary>Anything as text.</summary>
    Text,

    /// <summary>A text or choice as a number.</summary>
    Number,

    /// <summary>The moment of evaluation.</summary>
    Now,

    /// <summary>The local time of day, in whole minutes.</summary>
    Time,

    /// <summary>The local day of the week.</summary>
    Weekday,

    /// <summary>The local date as text.</summary>
    Date,

    /// <summary>How long ago a property was last reported.</summary>
    Age,

    /// <summary>How long a property has had its value.</summary>
    Since,

    /// <summary>True while a device is connected.</summary>
    Online,

    /// <summary>The sun's height over the horizon in degrees.</summary>
    SunElevation,

    /// <summary>True while a person is at home.</summary>
    IsHome,

    /// <summary>How many people are at home.</summary>
    PeopleHome,

    /// <summary>True on a workday of the home's calendar.</summary>
    IsWorkday,

    /// <summary>True on a holiday of the home's calendar.</summary>
    IsHoliday,

    /// <summary>True when a value is known.</summary>
    Known,

    /// <summary>A value, or another where it is not known.</summary>
    Default,

    /// <summary>A duration in seconds.</summary>
    Seconds,

    /// <summary>A duration in minutes.</summary>
    Minutes,

    /// <summary>A duration in hours.</summary>
    Hours,

    /// <summary>What an automation is doing.</summary>
    State,
}
