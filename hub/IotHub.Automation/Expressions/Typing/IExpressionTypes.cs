using System.Diagnostics.CodeAnalysis;
using IotHub.Devices.State;

namespace IotHub.Automation.Expressions.Typing;

/// <summary>What an expression may name, by its place in a document: the home, and the variables that there are at that place.</summary>
public interface IExpressionTypes
{
    /// <summary>The home against whose contracts properties are checked.</summary>
    IHomeView Home { get; }

    /// <summary>All variables by name, for suggestions: <c>limit</c>, <c>trigger.value</c>.</summary>
    IEnumerable<string> Variables { get; }

    /// <summary>People of the home; null where that is not known, so that names are not checked.</summary>
    IReadOnlyCollection<string>? People { get; }

    /// <summary>Ids of the automations; null where that is not known, so that ids are not checked.</summary>
    IReadOnlyCollection<string>? Automations { get; }

    /// <summary>Finds the type of a variable.</summary>
    bool TryGetVariable(string name, [NotNullWhen(true)] out ExpressionType? type);
}
