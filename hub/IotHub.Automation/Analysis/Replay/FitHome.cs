using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Automation.Analysis.Guards;
using IotHub.Automation.Analysis.Values;
using IotHub.Automation.Compilation;
using IotHub.Automation.Engine;
using IotHub.Automation.Engine.People;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Analysis.Replay;

/// <summary>Looks for values with which expressions come out as asked, by trying a few that stand for the others. What it does not find is not found to hold.</summary>
internal sealed class FitHome(AnalysisHome home, Dictionary<string, (PropertyReference Reference, PropertyValue Value)> values) : IHomeView, IAutomationWorld
{
    // Enough for three properties with a dozen values each, one after the other and again.
    private const int TriesMax = 120;

    public IHomeView Home => this;

    public IEnumerable<Device> Devices => home.Home.Devices;

    public bool TryGetDevice(string name, [NotNullWhen(true)] out Device? device) => home.Home.TryGetDevice(name, out device);

    public PropertyState GetState(Device device, ContractProperty property) => values.TryGetValue($"{device.Name}/{property.Key}", out var known)
        ? new PropertyState(known.Value, ValueOrigin.Reported, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0)
        : default;

    public bool IsOnline(Device device) => true;

    public DeviceAvailability AvailabilityOf(Device device) => DeviceAvailability.Online;

    /// <summary>Changes and adds values until the expressions come out as asked, or nothing more helps.</summary>
    public void Fit(Facts facts, DateTimeOffset moment, IEnumerable<(string Id, bool IsHome)> people)
    {
        var table = new PeopleTable();
        foreach (var (id, isHome) in people)
        {
            table.Put(new PersonState(ReplayPeople.PlanOf(id)) { IsHome = isHome });
        }

        IExpressionScope scope = new EngineScope(this, home.Place, table, _ => null, _ => false).At(moment, string.Empty, null);
        int Met() => facts.Expressions.Count(each => each.Value.Evaluate(scope).Holds == each.Holds);
        var best = Met();
        var tries = 0;
        for (var pass = 0; pass < 3 && best < facts.Expressions.Length; pass++)
        {
            foreach (var (expression, _) in facts.Expressions)
            {
                foreach (var reference in References(expression.References, expression.Selections))
                {
                    foreach (var value in Candidates(reference, expression.Tree, facts).ToList())
                    {
                        if (++tries > TriesMax || best == facts.Expressions.Length)
                        {
                            return;
                        }

                        var isKnown = values.TryGetValue(reference.Address, out var before);
                        values[reference.Address] = (reference, value);
                        var met = Met();
                        if (met > best || (!isKnown && met == best))
                        {
                            best = met;
                        }
                        else if (isKnown)
                        {
                            values[reference.Address] = before;
                        }
                        else
                        {
                            values.Remove(reference.Address);
                        }
                    }
                }
            }
        }
    }

    private IEnumerable<PropertyReference> References(ImmutableArray<PropertyReference> single, ImmutableArray<PropertySelection> selections) =>
        single.Concat(selections.SelectMany(selection => Devices.Where(selection.Includes)
            .Select(device => device.Contract.TryGetProperty(selection.Key, out var property) ? new PropertyReference(device, property) : null).OfType<PropertyReference>().Take(8)));

    private static IEnumerable<PropertyValue> Candidates(PropertyReference reference, TypedExpression tree, Facts facts)
    {
        var allowed = facts.Properties.TryGetValue(reference.Address, out var fact) ? fact.Values : ValueSet.Everything(reference.Property);
        return Constants(tree).SelectMany(number => new[] { number - 1, number + 1, number })
            .SelectMany(number => ValueSet.Between(reference.Property, number, true, number, true).Samples)
            .Where(allowed.Contains)
            .Concat(allowed.Samples)
            .Distinct();
    }

    private static IEnumerable<double> Constants(TypedExpression tree) => tree is TypedExpression.Constant { Value.IsNumeric: true } constant
        ? [constant.Value.AsNumber]
        : tree.Parts.SelectMany(Constants);
}
