using System.Collections.Immutable;
using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Compilation;
using IotHub.Automation.Conditions;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;
using IotHub.Automation.Schedules.Days;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Analysis.Guards;

/// <summary>Unfolds expressions as far as they compare one property, the time, the day or people with constants. Null for what it cannot look into.</summary>
internal static class ExpressionReader
{
    private static readonly ImmutableArray<string> DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static ImmutableArray<Facts>? Read(GuardReader reader, TypedExpression tree, bool holds)
    {
        switch (tree)
        {
            case TypedExpression.Constant constant:
                return constant.Value.Holds == holds ? [Facts.None] : ImmutableArray<Facts>.Empty;
            case TypedExpression.Not not:
                return Read(reader, not.Operand, !holds);
            case TypedExpression.Logical logical:
                // A part that cannot be looked into may be anything: with "and" the other part still counts.
                var left = Read(reader, logical.Left, holds);
                var right = Read(reader, logical.Right, holds);
                return logical.IsAnd == holds
                    ? left is null && right is null ? null : Unknown(GuardReader.Both([left ?? [Facts.None], right ?? [Facts.None]]), left is null || right is null, tree, holds)
                    : left is { } one && right is { } other ? GuardReader.Either([one, other]) : null;
            case TypedExpression.Property property when property.Type.Kind == ExpressionKind.Boolean:
                return Values(property.Reference, ValueSet.Only(property.Reference.Property, [PropertyValue.FromBoolean(true)]), holds);
            case TypedExpression.Relation { Left: TypedExpression.Property property, Right: TypedExpression.Constant constant } comparison:
                return Compare(property.Reference, comparison.Operator, constant.Value, holds);
            case TypedExpression.Relation { Left: TypedExpression.Constant constant, Right: TypedExpression.Property property } comparison:
                return Compare(property.Reference, Turned(comparison.Operator), constant.Value, holds);
            case TypedExpression.Membership { Item: TypedExpression.Property property, List: TypedExpression.ListOf list } membership when list.Items.All(item => item is TypedExpression.Constant):
                return Values(property.Reference, ValueSet.Only(property.Reference.Property, [.. list.Items.Select(item => ((TypedExpression.Constant)item).Value.ToPropertyValue(property.Reference.Property)).Where(value => value.HasValue)]), membership.IsNegated != holds);
            case TypedExpression.Membership { Item: TypedExpression.Property property, List: TypedExpression.Constant list } membership:
                return Values(property.Reference, ValueSet.Only(property.Reference.Property, [.. list.Value.Members.Select(item => item.ToPropertyValue(property.Reference.Property)).Where(value => value.HasValue)]), membership.IsNegated != holds);
            case TypedExpression.Relation { Left: TypedExpression.Call { Function: ExpressionFunction.Time }, Right: TypedExpression.Constant constant } comparison:
                return Time(comparison.Operator, constant.Value.AsTimeOfDay, holds);
            case TypedExpression.Relation { Left: TypedExpression.Call { Function: ExpressionFunction.Weekday }, Right: TypedExpression.Constant constant } comparison:
                return comparison.Operator is BinaryOperator.Equal or BinaryOperator.NotEqual ? Days([constant.Value.AsText], (comparison.Operator == BinaryOperator.Equal) == holds) : null;
            case TypedExpression.Membership { Item: TypedExpression.Call { Function: ExpressionFunction.Weekday }, List: TypedExpression.Constant list } membership:
                return Days([.. list.Value.Members.Select(member => member.AsText)], membership.IsNegated != holds);
            case TypedExpression.Call { Function: ExpressionFunction.IsHome, Arguments: [TypedExpression.Constant person] }:
                return GuardReader.One(person.Value.AsText, holds);
            case TypedExpression.Relation { Left: TypedExpression.Call { Function: ExpressionFunction.PeopleHome }, Right: TypedExpression.Constant constant } comparison:
                return People(reader, comparison.Operator, constant.Value.AsNumber, holds);
            default:
                return null;
        }
    }

    // What was left out keeps the whole from being said exactly; the text of the whole stands for it.
    private static ImmutableArray<Facts> Unknown(ImmutableArray<Facts> ways, bool isPart, TypedExpression tree, bool holds) =>
        isPart ? [.. ways.Select(way => way.And(GuardReader.Atom(new Expressions.CompiledExpression(tree), holds)[0])).Where(way => !way.IsContradiction)] : ways;

    private static ImmutableArray<Facts>? Compare(PropertyReference reference, BinaryOperator sign, ExpressionValue constant, bool holds)
    {
        var property = reference.Property;
        if (sign is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            return constant.ToPropertyValue(property) is { HasValue: true } value ? Values(reference, ValueSet.Only(property, [value]), (sign == BinaryOperator.Equal) == holds) : null;
        }

        if (constant.Kind != ExpressionKind.Number)
        {
            return null;
        }

        var bound = constant.AsNumber;
        return Values(reference, sign switch
        {
            BinaryOperator.Less => ValueSet.Between(property, double.NegativeInfinity, false, bound, false),
            BinaryOperator.LessOrEqual => ValueSet.Between(property, double.NegativeInfinity, false, bound, true),
            BinaryOperator.Greater => ValueSet.Between(property, bound, false, double.PositiveInfinity, false),
            _ => ValueSet.Between(property, bound, true, double.PositiveInfinity, false),
        }, holds);
    }

    private static ImmutableArray<Facts> Values(PropertyReference reference, ValueSet values, bool holds)
    {
        var facts = Facts.Of(new PropertyFact(reference, holds ? values : values.Complement(), !holds, TimeSpan.Zero, null));
        return facts.IsContradiction ? [] : [facts];
    }

    // time() is in whole minutes: after 22:00 is from 22:01.
    private static ImmutableArray<Facts> Time(BinaryOperator sign, TimeOnly time, bool holds)
    {
        var next = time.Hour == 23 && time.Minute == 59 ? (TimeOnly?)null : time.AddMinutes(1);
        var (from, to) = sign switch
        {
            BinaryOperator.GreaterOrEqual => (time, null),
            BinaryOperator.Greater => (next, null),
            BinaryOperator.Less => (null, time),
            BinaryOperator.LessOrEqual => (null, next),
            _ => ((TimeOnly?)time, next),
        };
        if ((sign == BinaryOperator.Greater && next is null) || (sign == BinaryOperator.Less && time == TimeOnly.MinValue))
        {
            return holds ? [] : [Facts.None];
        }

        return [new Facts { Times = [new TimeFact(new ConditionPlan.Window(from, to, Weekdays.All), (sign != BinaryOperator.NotEqual) == holds)] }];
    }

    private static ImmutableArray<Facts> Days(ImmutableArray<string> names, bool holds)
    {
        var days = names.Select(name => DayNames.IndexOf(name)).Where(index => index >= 0).Aggregate(Weekdays.None, (all, index) => all | (Weekdays)(1 << index));
        return [new Facts { Times = [new TimeFact(new ConditionPlan.Window(null, null, days), holds)] }];
    }

    private static ImmutableArray<Facts>? People(GuardReader reader, BinaryOperator sign, double count, bool holds)
    {
        var isNobody = (sign, count) is (BinaryOperator.Equal, 0) or (BinaryOperator.Less, 1) or (BinaryOperator.LessOrEqual, 0);
        var isSomebody = (sign, count) is (BinaryOperator.Greater, 0) or (BinaryOperator.GreaterOrEqual, 1) or (BinaryOperator.NotEqual, 0);
        return isNobody || isSomebody ? reader.Presence(new ConditionPlan.Presence([], true, false), isSomebody == holds) : null;
    }

    private static BinaryOperator Turned(BinaryOperator sign) => sign switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => sign,
    };
}
