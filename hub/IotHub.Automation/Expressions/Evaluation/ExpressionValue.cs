using System.Collections.Immutable;
using System.Runtime.InteropServices;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>
/// A value of an expression, as small as it can be: numbers and booleans are not boxed. What is not known carries why. Beyond a bound a value
/// becomes unknown; no factory throws.
/// </summary>
public readonly struct ExpressionValue : IEquatable<ExpressionValue>
{
    private readonly long _bits;

    // The text, the members, the property whose list a choice is from, or why it is unknown.
    private readonly object? _content;

    private ExpressionValue(ExpressionKind kind, long bits, object? content)
    {
        Kind = kind;
        _bits = bits;
        _content = content;
    }

    /// <summary>What it is; <see cref="ExpressionKind.Unknown"/> for the default value.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>False when it is unknown.</summary>
    public bool IsKnown => Kind != ExpressionKind.Unknown;

    /// <summary>Why it is unknown, as the end of a sentence; empty for a known value.</summary>
    public string Reason => IsKnown ? string.Empty : _content as string ?? UnknownReasons.NotGiven;

    /// <summary>True for a boolean that is true. An unknown condition does not hold.</summary>
    public bool Holds => Kind == ExpressionKind.Boolean && _bits != 0;

    /// <summary>The content of a number or the number of a choice; 0 for anything else.</summary>
    public double AsNumber => IsNumeric ? BitConverter.Int64BitsToDouble(_bits) : 0;

    /// <summary>The content of a text; empty for anything else.</summary>
    public string AsText => Kind == ExpressionKind.Text ? (string)_content! : string.Empty;

    /// <summary>The content of a duration; zero for anything else.</summary>
    public TimeSpan AsDuration => Kind == ExpressionKind.Duration ? new TimeSpan(_bits) : TimeSpan.Zero;

    /// <summary>The content of a moment, in UTC; the default for anything else.</summary>
    public DateTimeOffset AsMoment => Kind == ExpressionKind.Moment ? new DateTimeOffset(_bits, TimeSpan.Zero) : default;

    /// <summary>The content of a time of day; midnight for anything else.</summary>
    public TimeOnly AsTimeOfDay => Kind == ExpressionKind.TimeOfDay ? new TimeOnly(_bits) : default;

    /// <summary>The members of a list, unknown ones included; empty for anything else.</summary>
    public ImmutableArray<ExpressionValue> Members => Kind == ExpressionKind.List ? ImmutableCollectionsMarshal.AsImmutableArray((ExpressionValue[])_content!) : [];

    /// <summary>The property whose value list a choice is from; null for anything else.</summary>
    public ContractProperty? Source => Kind == ExpressionKind.Choice ? (ContractProperty)_content! : null;

    internal bool IsNumeric => Kind is ExpressionKind.Number or ExpressionKind.Choice;

    /// <summary>Not known.</summary>
    /// <param name="reason">Why, as the end of a sentence: <c>hall/light.on is not known</c>.</param>
    public static ExpressionValue Unknown(string reason) => new(ExpressionKind.Unknown, 0, reason);

    /// <summary>A number; unknown when it is not finite. There is no negative zero.</summary>
    public static ExpressionValue FromNumber(double value) => double.IsFinite(value)
        ? new(ExpressionKind.Number, BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value), null)
        : Unknown(UnknownReasons.Overflow);

    /// <summary>true or false.</summary>
    public static ExpressionValue FromBoolean(bool value) => new(ExpressionKind.Boolean, value ? 1 : 0, null);

    /// <summary>A text; unknown when it is longer than <see cref="ExpressionLimits.TextLengthMax"/>.</summary>
    public static ExpressionValue FromText(string value) => value.Length <= ExpressionLimits.TextLengthMax
        ? new(ExpressionKind.Text, 0, value)
        : Unknown(UnknownReasons.TextTooLong);

    /// <summary>A duration.</summary>
    public static ExpressionValue FromDuration(TimeSpan value) => new(ExpressionKind.Duration, value.Ticks, null);

    /// <summary>A point in time.</summary>
    public static ExpressionValue FromMoment(DateTimeOffset value) => new(ExpressionKind.Moment, value.UtcTicks, null);

    /// <summary>A time of day.</summary>
    public static ExpressionValue FromTimeOfDay(TimeOnly value) => new(ExpressionKind.TimeOfDay, value.Ticks, null);

    /// <summary>A value of a property's list.</summary>
    /// <param name="number">The number; it need not be in the list, since devices report what they like.</param>
    /// <param name="source">The property.</param>
    public static ExpressionValue FromChoice(double number, ContractProperty source) => double.IsFinite(number)
        ? new(ExpressionKind.Choice, BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number), source)
        : Unknown(UnknownReasons.Overflow);

    /// <summary>A list; unknown when it has more than <see cref="ExpressionLimits.ListMembersMax"/> members or lists among them.</summary>
    public static ExpressionValue FromList(ImmutableArray<ExpressionValue> members)
    {
        if (members.Length > ExpressionLimits.ListMembersMax)
        {
            return Unknown(UnknownReasons.ListTooLong);
        }

        foreach (var member in members)
        {
            if (member.Kind == ExpressionKind.List)
            {
                return Unknown(UnknownReasons.ListInList);
            }
        }

        return new(ExpressionKind.List, 0, ImmutableCollectionsMarshal.AsArray(members) ?? []);
    }

    /// <summary>What a property has; unknown with the reason given where it has no value.</summary>
    /// <param name="value">The value in the kind of the property's format.</param>
    /// <param name="property">The property.</param>
    /// <param name="reason">Why it is unknown, if it is.</param>
    public static ExpressionValue FromProperty(PropertyValue value, ContractProperty property, string reason)
    {
        if (value.TryGetNumber(out var number))
        {
            return property.ValueList.IsDefaultOrEmpty ? FromNumber(number) : FromChoice(number, property);
        }

        return value.Kind switch
        {
            PropertyValueKind.Boolean => FromBoolean(value.AsBoolean),
            PropertyValueKind.Text => FromText(value.AsText),
            _ => Unknown(reason),
        };
    }

    /// <summary>The value as one for a property: names of its list become numbers. No value where there is none of that kind, such as for a duration; ranges are not looked at.</summary>
    public PropertyValue ToPropertyValue(ContractProperty property) => Kind switch
    {
        ExpressionKind.Number => PropertyValue.FromNumber(AsNumber),
        ExpressionKind.Boolean => PropertyValue.FromBoolean(Holds),
        ExpressionKind.Text when property.ValueList.IsDefaultOrEmpty => PropertyValue.FromText(AsText),
        ExpressionKind.Text => ExpressionType.EntryOf(property, AsText) is { } entry ? PropertyValue.FromInteger(entry) : default,
        ExpressionKind.Choice => PropertyValue.FromNumber(AsNumber),
        _ => default,
    };

    /// <inheritdoc/>
    public bool Equals(ExpressionValue other)
    {
        if (Kind != other.Kind || _bits != other._bits)
        {
            return false;
        }

        return Kind switch
        {
            ExpressionKind.Text => string.Equals(AsText, other.AsText, StringComparison.Ordinal),
            ExpressionKind.List => Members.AsSpan().SequenceEqual(other.Members.AsSpan()),
            _ => true,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExpressionValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _bits, Kind == ExpressionKind.Text ? StringComparer.Ordinal.GetHashCode(AsText) : Members.Length);

    /// <summary>Equal kind and content; two unknown values are equal whatever their reasons, two choices when their numbers are.</summary>
    public static bool operator ==(ExpressionValue left, ExpressionValue right) => left.Equals(right);

    /// <summary>Different kind or content.</summary>
    public static bool operator !=(ExpressionValue left, ExpressionValue right) => !left.Equals(right);

    /// <summary>As the function <c>text</c> gives it, with moments in UTC; <c>unknown</c> where it is not known.</summary>
    public override string ToString() => ValueTexts.Of(this, TimeZoneInfo.Utc);
}
