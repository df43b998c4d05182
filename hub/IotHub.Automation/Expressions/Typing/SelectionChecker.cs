using IotHub.Automation.Documents;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>Checks <c>values(…)</c> against the devices that the home has now. Others may join later, so what matches none is a warning.</summary>
internal sealed class SelectionChecker(IExpressionTypes types, ExpressionFaults faults)
{
    public TypedExpression Check(ExpressionSyntax.Call syntax, TypedExpression?[] arguments)
    {
        var selection = new PropertySelection(TextOf(arguments[0])!, TextOf(arguments[1]), TextOf(arguments[2]));
        var chosen = types.Home.Devices.Where(selection.Includes).ToList();
        var found = chosen.Select(device => PropertyOf(device, selection.Key)).OfType<ContractProperty>().ToList();
        if (found.Count == 0)
        {
            WarnOfNone(selection, chosen, arguments);
        }

        return new TypedExpression.Selection(selection, ExpressionType.ListOf(Common(found)), syntax);
    }

    private static string? TextOf(TypedExpression? argument) => argument is TypedExpression.Constant { Value.AsText: var text } ? text : null;

    private static ContractProperty? PropertyOf(Device device, string key) => device.Contract.TryGetProperty(key, out var property) && property.IsObservable ? property : null;

    // Devices of different contracts may differ; then what each member is shows only when it is read.
    private static ExpressionType Common(List<ContractProperty> found)
    {
        if (found.Count == 0)
        {
            return ExpressionType.Any;
        }

        var first = ExpressionType.Of(found[0]);
        foreach (var property in found)
        {
            var type = ExpressionType.Of(property);
            if (type.Kind != first.Kind || (type.Kind == ExpressionKind.Choice && !ExpressionType.HaveSameList(type.Source, first.Source)))
            {
                return ExpressionType.Any;
            }
        }

        return first;
    }

    private void WarnOfNone(PropertySelection selection, List<Device> chosen, TypedExpression?[] arguments)
    {
        var (at, suggestion) = (arguments[0]!, (string?)null);
        if (chosen.Count > 0)
        {
            suggestion = NearestName.Suggest(selection.Key, chosen.SelectMany(device => device.Contract.Properties.Where(property => property.IsObservable).Select(property => property.Key)).Distinct());
        }
        else if (selection.Room is { } room && !types.Home.Devices.Any(device => string.Equals(device.Room, room, StringComparison.OrdinalIgnoreCase)))
        {
            at = arguments[1]!;
            suggestion = NearestName.Suggest(room, types.Home.Devices.Select(device => device.Room).Where(name => name.Length > 0).Distinct());
        }
        else if (selection.Kind is { } kind && !types.Home.Devices.Any(device => device.Contract.Kind == kind))
        {
            at = arguments[2]!;
            suggestion = NearestName.Suggest(kind, types.Home.Devices.Select(device => device.Contract.Kind).Distinct());
        }

        faults.Warning(at.Syntax.Span, "expression.selection", $"No device of this home matches {selection} yet; until one does, the list is empty.", suggestion);
    }
}
