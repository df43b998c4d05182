using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>Compares values. Numbers compare exactly, texts by their UTF-16 units; no language or region has a part in it.</summary>
internal static class ValueComparison
{
    /// <summary>Unknown where one side is, or where the two cannot be compared.</summary>
    public static ExpressionValue Compare(BinaryOperator operation, ExpressionValue left, ExpressionValue right)
    {
        if (!left.IsKnown || !right.IsKnown)
        {
            return left.IsKnown ? right : left;
        }

        if (operation is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            return AreEqual(left, right) is { } equal
                ? ExpressionValue.FromBoolean(equal == (operation == BinaryOperator.Equal))
                : ExpressionValue.Unknown(UnknownReasons.WrongKind);
        }

        if (Order(left, right) is not { } order)
        {
            return ExpressionValue.Unknown(UnknownReasons.WrongKind);
        }

        return ExpressionValue.FromBoolean(operation switch
        {
            BinaryOperator.Less => order < 0,
            BinaryOperator.LessOrEqual => order <= 0,
            BinaryOperator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    /// <summary>Whether two known values are the same; null where that makes no sense.</summary>
    public static bool? AreEqual(ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind == ExpressionKind.Choice && right.Kind == ExpressionKind.Text)
        {
            return ExpressionType.EntryOf(left.Source!, right.AsText) is { } entry && left.AsNumber == entry;
        }

        if (right.Kind == ExpressionKind.Choice && left.Kind == ExpressionKind.Text)
        {
            return AreEqual(right, left);
        }

        if (left.IsNumeric && right.IsNumeric)
        {
            return left.AsNumber.Equals(right.AsNumber);
        }

        return left.Kind != right.Kind || left.Kind == ExpressionKind.List ? null : left == right;
    }

    /// <summary>Below zero when the left is smaller; null where the two have no order.</summary>
    public static int? Order(ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind == ExpressionKind.Choice && right.Kind == ExpressionKind.Text)
        {
            return ExpressionType.EntryOf(left.Source!, right.AsText) is { } entry ? left.AsNumber.CompareTo(entry) : null;
        }

        if (right.Kind == ExpressionKind.Choice && left.Kind == ExpressionKind.Text)
        {
            return -Order(right, left);
        }

        if (left.IsNumeric && right.IsNumeric)
        {
            return left.AsNumber.CompareTo(right.AsNumber);
        }

        if (left.Kind != right.Kind)
        {
            return null;
        }

        return left.Kind switch
        {
            ExpressionKind.Text => string.CompareOrdinal(left.AsText, right.AsText),
            ExpressionKind.Duration => left.AsDuration.CompareTo(right.AsDuration),
            ExpressionKind.Moment => left.AsMoment.CompareTo(right.AsMoment),
            ExpressionKind.TimeOfDay => left.AsTimeOfDay.CompareTo(right.AsTimeOfDay),
            _ => null,
        };
    }
}
