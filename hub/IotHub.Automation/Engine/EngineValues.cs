using IotHub.Automation.Engine.Runs;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Contracts.Messages;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Devices.State;

namespace IotHub.Automation.Engine;

/// <summary>What a trigger brings for expressions to read: <c>trigger.device</c>, <c>trigger.value</c> and so on.</summary>
internal static class EngineValues
{
    private const string NotKnown = "was not known";

    public static RunValues Of(StateChange change)
    {
        var values = Of(change.Device);
        values.Set("trigger.property", ExpressionValue.FromText(change.Property.Key));
        values.Set("trigger.value", ExpressionValue.FromProperty(change.After, change.Property, NotKnown));
        values.Set("trigger.before", ExpressionValue.FromProperty(change.Before, change.Property, NotKnown));
        return values;
    }

    public static RunValues Of(Device device, EventMessage message)
    {
        var values = Of(device);
        foreach (var argument in message.Arguments)
        {
            var name = argument.Property.Key[(argument.Property.Key.IndexOf('.', StringComparison.Ordinal) + 1)..];
            values.Set("trigger.arguments." + name, ExpressionValue.FromProperty(argument.Value, argument.Property, NotKnown));
        }

        return values;
    }

    public static RunValues Of(Device device, DeviceAvailability availability)
    {
        var values = Of(device);
        values.Set("trigger.value", ExpressionValue.FromText(NameOf(availability)));
        return values;
    }

    public static RunValues OfMessage(string topic, string payload)
    {
        var values = new RunValues();
        values.Set("trigger.topic", ExpressionValue.FromText(topic));
        values.Set("trigger.payload", ExpressionValue.FromText(payload));
        return values;
    }

    public static RunValues OfPerson(string person)
    {
        var values = new RunValues();
        values.Set("trigger.person", ExpressionValue.FromText(person));
        return values;
    }

    public static string NameOf(DeviceAvailability availability) => availability switch
    {
        DeviceAvailability.Online => "online",
        DeviceAvailability.Silent => "silent",
        DeviceAvailability.Offline => "offline",
        _ => "unknown",
    };

    private static RunValues Of(Device device)
    {
        var values = new RunValues();
        values.Set("trigger.device", ExpressionValue.FromText(device.Name));
        return values;
    }
}
