using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.DeviceSim.Homes;

/// <summary>Reading of one home file: the primitives, and the faults found so far.</summary>
internal sealed class HomeReading(ContractCatalogue catalogue)
{
    public ContractCatalogue Catalogue => catalogue;

    public List<Diagnostic> Faults { get; } = [];

    public bool IsObject(JsonNodeAt node, params string[] members)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            Fault(node, "home.type", $"Found {node.Describe()}; expected an object with {string.Join(", ", members)}.");
            return false;
        }

        foreach (var member in node.Properties.Where(member => !members.Contains(member.Name)))
        {
            Fault(member.Value, "home.member.unknown", $"\"{member.Name}\" is not known here; expected {string.Join(", ", members)}.");
        }

        return true;
    }

    /// <summary>The items of an array member; empty when it is absent or no array of that many.</summary>
    public ImmutableArray<JsonNodeAt> Items(JsonNodeAt node, string name, int most)
    {
        if (!node.TryGet(name, out var list))
        {
            return [];
        }

        if (list.Kind != JsonValueKind.Array || list.Items.Length > most)
        {
            Fault(list, $"home.{name}", $"Found {list.Describe()}; expected an array of at most {most}.");
            return [];
        }

        return list.Items;
    }

    public string? Text(JsonNodeAt node, string name, bool isRequired = false)
    {
        if (!node.TryGet(name, out var value))
        {
            if (isRequired)
            {
                Fault(node, "home.member.missing", $"\"{name}\" is missing; expected text.");
            }

            return null;
        }

        if (value.Text is null)
        {
            Fault(value, "home.type", $"Found {value.Describe()}; expected text.");
        }

        return value.Text;
    }

    public double? Number(JsonNodeAt node, string name, double minimum, double maximum, bool isWhole = true)
    {
        if (!node.TryGet(name, out var value))
        {
            return null;
        }

        if (!value.TryGetNumber(out var number) || number < minimum || number > maximum || (isWhole && Math.Floor(number) != number))
        {
            Fault(value, "home.number", string.Create(CultureInfo.InvariantCulture, $"Found {value.Describe()}; expected a {(isWhole ? "whole " : "")}number from {minimum} to {maximum}."));
            return null;
        }

        return number;
    }

    public bool Flag(JsonNodeAt node, string name)
    {
        if (!node.TryGet(name, out var value))
        {
            return false;
        }

        if (value.Kind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fault(value, "home.type", $"Found {value.Describe()}; expected true or false.");
        }

        return value.Kind == JsonValueKind.True;
    }

    public TimeSpan? Seconds(JsonNodeAt node, string name, double minimum, double maximum) =>
        Number(node, name, minimum, maximum, isWhole: false) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public TimeOnly Clock(JsonNodeAt node, string name)
    {
        if (!TimeOnly.TryParseExact(Text(node, name, isRequired: true), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            Fault(node, "home.day.at", $"\"{name}\" is not a time of day such as 07:05 or 07:05:30.");
        }

        return at;
    }

    /// <summary>Values by the address of their property, among those that are permitted.</summary>
    public ImmutableArray<PropertyReading> Values(JsonNodeAt node, string owner, IReadOnlyCollection<ContractProperty> permitted)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            Fault(node, "home.type", $"Found {node.Describe()}; expected an object of properties and values.");
            return [];
        }

        var values = ImmutableArray.CreateBuilder<PropertyReading>();
        foreach (var member in node.Properties)
        {
            var property = permitted.FirstOrDefault(candidate => candidate.Key == member.Name);
            if (property is null)
            {
                Fault(member.Value, "home.property.unknown", $"{owner} has no property \"{member.Name}\"; it has {string.Join(", ", permitted.Select(known => known.Key).Take(20))}.");
            }
            else if (!ValueCoercion.TryCoerce(property, member.Value, out var value, out var fault, ValueUse.Report))
            {
                Fault(member.Value, "home.value", fault.Message);
            }
            else
            {
                values.Add(new PropertyReading(property, value));
            }
        }

        return values.ToImmutable();
    }

    public void Fault(JsonNodeAt node, string code, string message) => Faults.Add(node.Fault(DiagnosticSeverity.Error, code, message));
}
