namespace IotHub.Automation.Expressions.Typing;

/// <summary>What a value is.</summary>
public enum ExpressionKind
{
    /// <summary>As a value: not known. As a type: known only when it is evaluated, as with what came over MQTT.</summary>
    Unknown,

    /// <summary>A finite double.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A stretch of time, which may be negative.</summary>
    Duration,

    /// <summary>A point in time.</summary>
    Moment,

    /// <summary>A time of day, without a date.</summary>
    TimeOfDay,

    /// <summary>A value out of a property's value list: a number that has a name.</summary>
    Choice,

    /// <summary>Several values.</summary>
    List,
}
