using System.Collections.Immutable;
using System.Globalization;
using IotHub.Contracts.Model;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>What is known of a value before it is evaluated.</summary>
public sealed record ExpressionType
{
    private ExpressionType(ExpressionKind kind) => Kind = kind;

    /// <summary>Known only when it is evaluated; fits everywhere.</summary>
    public static ExpressionType Any { get; } = new(ExpressionKind.Unknown);

    /// <summary>A number.</summary>
    public static ExpressionType Number { get; } = new(ExpressionKind.Number);

    /// <summary>true or false.</summary>
    public static ExpressionType Boolean { get; } = new(ExpressionKind.Boolean);

    /// <summary>Any text.</summary>
    public static ExpressionType Text { get; } = new(ExpressionKind.Text);

    /// <summary>A duration.</summary>
    public static ExpressionType Duration { get; } = new(ExpressionKind.Duration);

    /// <summary>A point in time.</summary>
    public static ExpressionType Moment { get; } = new(ExpressionKind.Moment);

    /// <summary>A time of day.</summary>
    public static ExpressionType TimeOfDay { get; } = new(ExpressionKind.TimeOfDay);

    /// <summary>What it is.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>Type of the members of a list; null for anything else.</summary>
    public ExpressionType? Element { get; private init; }

    /// <summary>The property whose value list a choice is from; null for anything else.</summary>
    public ContractProperty? Source { get; private init; }

    /// <summary>The only texts that it can be, such as the days of the week; empty where it may be any.</summary>
    public ImmutableArray<string> Words { get; private init; } = [];

    /// <summary>True where the kind shows only when it is evaluated.</summary>
    public bool IsAny => Kind == ExpressionKind.Unknown;

    /// <summary>Text that is one of a few words.</summary>
    public static ExpressionType OneOf(ImmutableArray<string> words) => new(ExpressionKind.Text) { Words = words };

    /// <summary>A list.</summary>
    /// <param name="element">Type of its members; not a list.</param>
    public static ExpressionType ListOf(ExpressionType element) => new(ExpressionKind.List) { Element = element };

    /// <summary>The type of a property's value. A whole number beyond 2^53 is rounded to the nearest double.</summary>
    public static ExpressionType Of(ContractProperty property) => property.Format switch
    {
        PropertyFormat.Boolean => Boolean,
        PropertyFormat.String or PropertyFormat.Hex => Text,
        _ when !property.ValueList.IsDefaultOrEmpty => new ExpressionType(ExpressionKind.Choice) { Source = property },
        _ => Number,
    };

    /// <summary>True when two choices are from lists with the same numbers and names.</summary>
    public static bool HaveSameList(ContractProperty? left, ContractProperty? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null
            && left.ValueList.Select(entry => (entry.Value, entry.Name)).SequenceEqual(right.ValueList.Select(entry => (entry.Value, entry.Name))));

    /// <summary>The number of a named entry of a choice's list, by name or description, without regard to case; null where there is none.</summary>
    public static long? EntryOf(ContractProperty source, string name)
    {
        foreach (var entry in source.ValueList)
        {
            if (string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(entry.Description, name, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>The entries of a value list as a person reads them: <c>0 White, 1 Color</c>; a long list is cut.</summary>
    public static string Listing(ContractProperty source) =>
        string.Join(", ", source.ValueList.Take(12).Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value} {entry.Name}"))) + (source.ValueList.Length > 12 ? ", …" : string.Empty);

    /// <summary>In words, with an article: <c>a number</c>, <c>one of 0 White, 1 Color</c>.</summary>
    public string Describe() => Kind switch
    {
        ExpressionKind.Number => "a number",
        ExpressionKind.Boolean => "true or false",
        ExpressionKind.Text => Words.IsEmpty ? "a text" : $"one of {string.Join(", ", Words)}",
        ExpressionKind.Duration => "a duration",
        ExpressionKind.Moment => "a point in time",
        ExpressionKind.TimeOfDay => "a time of day",
        ExpressionKind.Choice => $"one of {Listing(Source!)}",
        ExpressionKind.List => Element!.Kind == ExpressionKind.Unknown ? "a list" : $"a list, each member {Element.Describe()}",
        _ => "a value that is known only later",
    };

    /// <inheritdoc/>
    public override string ToString() => Describe();
}
