using System.Collections.Immutable;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Model;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine.Memory;

/// <summary>A value of an expression, so that nothing of it is lost.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">A number, the number of a choice, or 1 for true.</param>
/// <param name="Ticks">Of a duration, a moment in UTC or a time of day, in 100 ns.</param>
/// <param name="Text">A text; of an unknown value why; of a choice the property's key; null for others.</param>
/// <param name="Type">Type of the property that a choice is from; null for others.</param>
/// <param name="Members">Of a list.</param>
public sealed record ValueMemory(ExpressionKind Kind, double Number, long Ticks, string? Text, string? Type, ImmutableArray<ValueMemory> Members)
{
    /// <summary>Writes a value down.</summary>
    public static ValueMemory Of(ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Number => Plain(value.Kind) with { Number = value.AsNumber },
        ExpressionKind.Boolean => Plain(value.Kind) with { Number = value.Holds ? 1 : 0 },
        ExpressionKind.Text => Plain(value.Kind) with { Text = value.AsText },
        ExpressionKind.Duration => Plain(value.Kind) with { Ticks = value.AsDuration.Ticks },
        ExpressionKind.Moment => Plain(value.Kind) with { Ticks = value.AsMoment.UtcTicks },
        ExpressionKind.TimeOfDay => Plain(value.Kind) with { Ticks = value.AsTimeOfDay.Ticks },
        ExpressionKind.Choice => Plain(value.Kind) with { Number = value.AsNumber, Text = value.Source?.Key, Type = value.Source?.Type.Text },
        ExpressionKind.List => Plain(value.Kind) with { Members = [.. value.Members.Select(Of)] },
        _ => Plain(ExpressionKind.Unknown) with { Text = value.Reason },
    };

    /// <summary>Reads it again.</summary>
    /// <param name="home">Where the property of a choice is looked for; without it the choice is a number.</param>
    public ExpressionValue Read(IHomeView home) => Kind switch
    {
        ExpressionKind.Number => ExpressionValue.FromNumber(Number),
        ExpressionKind.Boolean => ExpressionValue.FromBoolean(Number != 0),
        ExpressionKind.Text => ExpressionValue.FromText(Text ?? string.Empty),
        ExpressionKind.Duration => ExpressionValue.FromDuration(new TimeSpan(Ticks)),
        ExpressionKind.Moment when Ticks >= 0 && Ticks <= DateTimeOffset.MaxValue.Ticks => ExpressionValue.FromMoment(new DateTimeOffset(Ticks, TimeSpan.Zero)),
        ExpressionKind.TimeOfDay when Ticks is >= 0 and < TimeSpan.TicksPerDay => ExpressionValue.FromTimeOfDay(new TimeOnly(Ticks)),
        ExpressionKind.Choice => SourceIn(home) is { } source ? ExpressionValue.FromChoice(Number, source) : ExpressionValue.FromNumber(Number),
        ExpressionKind.List => ExpressionValue.FromList([.. Members.Select(member => member.Read(home))]),
        _ => ExpressionValue.Unknown(Text ?? UnknownReasons.NotGiven),
    };

    private static ValueMemory Plain(ExpressionKind kind) => new(kind, 0, 0, null, null, []);

    private ContractProperty? SourceIn(IHomeView home)
    {
        foreach (var device in home.Devices)
        {
            if (Text is not null && device.Contract.TryGetProperty(Text, out var property) && property.Type.Text == Type && !property.ValueList.IsDefaultOrEmpty)
            {
                return property;
            }
        }

        return null;
    }
}
