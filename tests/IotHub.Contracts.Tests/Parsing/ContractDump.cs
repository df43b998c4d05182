using System.Globalization;
using System.Text;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Tests.Parsing;

/// <summary>A contract as text that shows every field: two contracts are equal when their texts are.</summary>
internal static class ContractDump
{
    public static string Text(DeviceContract contract)
    {
        var text = new StringBuilder();
        Line(text, "device", contract.Type, contract.Description, contract.ReportInterval);
        foreach (var service in contract.Services)
        {
            Line(text, "service", service.Iid, service.Key, service.Type, service.Description);
            foreach (var property in service.Properties)
            {
                Line(text, "  property", property.Index, property.Key, property.ServiceIid, property.Iid, property.Type, property.Description, property.Format,
                    property.Access, property.RawUnit, property.Unit, property.Range, string.Join(',', property.ValueList.Select(entry => (entry.Value, entry.Description, entry.Name))), property.LengthMax,
                    property.ReportInterval, property.Consumable, property.Signal, Confirm(property.Confirm));
            }

            foreach (var action in service.Actions)
            {
                Line(text, "  action", action.Key, action.ServiceIid, action.Iid, action.Type, action.Description, Keys(action.In), Keys(action.Out), Confirm(action.Confirm));
            }

            foreach (var deviceEvent in service.Events)
            {
                Line(text, "  event", deviceEvent.Key, deviceEvent.ServiceIid, deviceEvent.Iid, deviceEvent.Type, deviceEvent.Description, Keys(deviceEvent.Arguments));
            }
        }

        return text.ToString();
    }

    private static string Confirm(ConfirmRule? rule) => rule is null ? "-" : rule.IsAlways ? "always" : string.Join(',', rule.Values);

    private static string Keys(IEnumerable<ContractProperty> properties) => string.Join(',', properties.Select(property => property.Key));

    private static void Line(StringBuilder text, params object?[] fields) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"{string.Join(" | ", fields.Select(field => Convert.ToString(field, CultureInfo.InvariantCulture) ?? "-"))}");
}
