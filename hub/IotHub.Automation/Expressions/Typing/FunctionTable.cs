using System.Collections.Immutable;
using IotHub.Automation.Schedules.Days;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>All functions: a function is one line here, one in the checker where its result follows from the arguments, and one in the evaluation.</summary>
public static class FunctionTable
{
    private static readonly FunctionParameter Members = new("values", ParameterKind.Members);
    private static readonly FunctionParameter Number = new("x", ParameterKind.Number);
    private static readonly FunctionParameter Measure = new("x", ParameterKind.NumberOrDuration);
    private static readonly FunctionParameter Text = new("text", ParameterKind.Text);
    private static readonly FunctionParameter Anything = new("x", ParameterKind.Anything);
    private static readonly FunctionParameter Property = new("property", ParameterKind.Property);
    private static readonly FunctionParameter Duration = new("duration", ParameterKind.Duration);

    /// <summary>The signatures in the order of <see cref="ExpressionFunction"/>.</summary>
    public static ImmutableArray<FunctionSignature> All { get; } =
    [
        new(ExpressionFunction.Min, "min", [Members], 1, null),
        new(ExpressionFunction.Max, "max", [Members], 1, null),
        new(ExpressionFunction.Avg, "avg", [Members], 1, null),
        new(ExpressionFunction.Sum, "sum", [Members], 1, null),
        new(ExpressionFunction.Count, "count", [Members], 1, ExpressionType.Number),
        new(ExpressionFunction.Any, "any", [Members], 1, ExpressionType.Boolean),
        new(ExpressionFunction.All, "all", [Members], 1, ExpressionType.Boolean),
        new(ExpressionFunction.Values, "values", [new("property", ParameterKind.Literal), new("room", ParameterKind.Literal, true), new("kind", ParameterKind.Literal, true)], 1, null),
        new(ExpressionFunction.Abs, "abs", [Measure], 1, null),
        new(ExpressionFunction.Round, "round", [Number, new("digits", ParameterKind.Number)], 1, ExpressionType.Number),
        new(ExpressionFunction.Floor, "floor", [Number], 1, ExpressionType.Number),
        new(ExpressionFunction.Ceil, "ceil", [Number], 1, ExpressionType.Number),
        new(ExpressionFunction.Clamp, "clamp", [Measure, new("low", ParameterKind.NumberOrDuration), new("high", ParameterKind.NumberOrDuration)], 3, null),
        new(ExpressionFunction.Length, "length", [new("x", ParameterKind.TextOrList)], 1, ExpressionType.Number),
        new(ExpressionFunction.Lower, "lower", [Text], 1, ExpressionType.Text),
        new(ExpressionFunction.Upper, "upper", [Text], 1, ExpressionType.Text),
        new(ExpressionFunction.Trim, "trim", [Text], 1, ExpressionType.Text),
        new(ExpressionFunction.Contains, "contains", [Text, new("part", ParameterKind.Text)], 2, ExpressionType.Boolean),
        new(ExpressionFunction.StartsWith, "startsWith", [Text, new("part", ParameterKind.Text)], 2, ExpressionType.Boolean),
        new(ExpressionFunction.EndsWith, "endsWith", [Text, new("part", ParameterKind.Text)], 2, ExpressionType.Boolean),
        new(ExpressionFunction.Replace, "replace", [Text, new("part", ParameterKind.Text), new("by", ParameterKind.Text)], 3, ExpressionType.Text),
        new(ExpressionFunction.Text, "text", [Anything], 1, ExpressionType.Text),
        new(ExpressionFunction.Number, "number", [new("x", ParameterKind.Readable)], 1, ExpressionType.Number),
        new(ExpressionFunction.Now, "now", [], 0, ExpressionType.Moment, UsesTime: true),
        new(ExpressionFunction.Time, "time", [], 0, ExpressionType.TimeOfDay, UsesTime: true),
        new(ExpressionFunction.Weekday, "weekday", [], 0, ExpressionType.OneOf(WeekdayNames.All), UsesTime: true),
        new(ExpressionFunction.Date, "date", [], 0, ExpressionType.Text, UsesTime: true),
        new(ExpressionFunction.Age, "age", [Property], 1, ExpressionType.Duration, UsesTime: true),
        new(ExpressionFunction.Since, "since", [Property], 1, ExpressionType.Duration, UsesTime: true),
        new(ExpressionFunction.Online, "online", [new("device", ParameterKind.Literal)], 1, ExpressionType.Boolean),
        new(ExpressionFunction.SunElevation, "sunElevation", [], 0, ExpressionType.Number, UsesTime: true),
        new(ExpressionFunction.IsHome, "isHome", [new("person", ParameterKind.Literal)], 1, ExpressionType.Boolean),
        new(ExpressionFunction.PeopleHome, "peopleHome", [], 0, ExpressionType.Number),
        new(ExpressionFunction.IsWorkday, "isWorkday", [], 0, ExpressionType.Boolean, UsesTime: true),
        new(ExpressionFunction.IsHoliday, "isHoliday", [], 0, ExpressionType.Boolean, UsesTime: true),
        new(ExpressionFunction.Known, "known", [Anything], 1, ExpressionType.Boolean),
        new(ExpressionFunction.Default, "default", [Anything, new("otherwise", ParameterKind.Anything)], 2, null),
        new(ExpressionFunction.Seconds, "seconds", [Duration], 1, ExpressionType.Number),
        new(ExpressionFunction.Minutes, "minutes", [Duration], 1, ExpressionType.Number),
        new(ExpressionFunction.Hours, "hours", [Duration], 1, ExpressionType.Number),
        new(ExpressionFunction.State, "state", [new("automation", ParameterKind.Literal)], 1, ExpressionType.Text),
    ];

    /// <summary>Finds a function by its name; case counts.</summary>
    public static FunctionSignature? Find(string name) => All.FirstOrDefault(signature => signature.Name == name);

    /// <summary>The signature of a function.</summary>
    public static FunctionSignature Of(ExpressionFunction function) => All[(int)function];
}
