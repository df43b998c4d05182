using IotHub.Devices.State;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>What an expression sees while it is evaluated. All of it stays as it is until the evaluation ends.</summary>
public interface IExpressionScope
{
    /// <summary>The home as it is.</summary>
    IHomeView Home { get; }

    /// <summary>The moment.</summary>
    DateTimeOffset Now { get; }

    /// <summary>False while the clock is known to be wrong: durations are right then, and what goes by the time of the day or the date is not known.</summary>
    bool KnowsTime => true;

    /// <summary>The home's time zone.</summary>
    TimeZoneInfo Zone { get; }

    /// <summary>The sun's height over the horizon in degrees; null where the place of the home is not known.</summary>
    double? SunElevation { get; }

    /// <summary>How many people are at home; null where that is not known.</summary>
    int? PeopleHome { get; }

    /// <summary>Whether it is a workday; null without a calendar.</summary>
    bool? IsWorkday { get; }

    /// <summary>Whether it is a holiday; null without a calendar.</summary>
    bool? IsHoliday { get; }

    /// <summary>The value of a variable; unknown where there is none of that name.</summary>
    ExpressionValue Variable(string name);

    /// <summary>Whether a person is at home; null where that is not known.</summary>
    bool? IsHome(string person);

    /// <summary>What an automation is doing, such as <c>enabled</c>; null where there is none of that id.</summary>
    string? AutomationState(string id);
}
