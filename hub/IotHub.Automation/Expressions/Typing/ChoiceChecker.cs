using System.Globalization;
using IotHub.Automation.Documents;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Contracts.Model;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>Looks up what is compared with a choice in its value list.</summary>
internal sealed class ChoiceChecker(ExpressionFaults faults)
{
    /// <summary>A constant as an entry of a property's list; anything that is not constant stays as it is.</summary>
    /// <param name="part">A text or number.</param>
    /// <param name="source">The property.</param>
    /// <param name="owner">What messages call it.</param>
    /// <param name="mustBeListed">True where a number that is not in the list makes no sense.</param>
    public TypedExpression Constant(TypedExpression part, ContractProperty source, string owner, bool mustBeListed)
    {
        if (part is not TypedExpression.Constant { Value: var value })
        {
            return part;
        }

        if (value.Kind == ExpressionKind.Text && ExpressionType.EntryOf(source, value.AsText) is { } entry)
        {
            return new TypedExpression.Constant(ExpressionValue.FromChoice(entry, source), ExpressionType.Of(source), part.Syntax);
        }

        if (value.Kind == ExpressionKind.Number && (!mustBeListed || source.ValueList.Any(known => known.Value == value.AsNumber)))
        {
            return new TypedExpression.Constant(ExpressionValue.FromChoice(value.AsNumber, source), ExpressionType.Of(source), part.Syntax);
        }

        var written = value.Kind == ExpressionKind.Text ? $"\"{ExpressionLexer.Cut(value.AsText)}\"" : value.AsNumber.ToString("R", CultureInfo.InvariantCulture);
        faults.Error(part.Syntax.Span, "expression.value", $"{owner} has no value {written}; it takes {ExpressionType.Listing(source)}.",
            value.Kind == ExpressionKind.Text ? NearestName.Suggest(value.AsText, source.ValueList.Select(known => known.Name)) : null);
        return ExpressionChecker.Poison(part.Syntax);
    }
}
