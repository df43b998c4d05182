using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions;
using IotHub.Automation.Schedules.Cron;
using IotHub.Automation.Schedules.Days;
using IotHub.Automation.Schedules.Missed;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Registry;

namespace IotHub.Automation.Tests.Sentences;

/// <summary>Writes out everything that a plan holds, so that plans can be told apart. It knows nothing of sentences: it goes through all members there are.</summary>
public static class PlanText
{
    // Name and id stand beside the sentence; a path only says where something is written.
    private static readonly HashSet<string> LeftOut = ["Path", "EqualityContract", "MissedDefault"];

    public static string Of(AutomationPlan plan)
    {
        var text = new StringBuilder();
        Write(text, plan with { Id = string.Empty, Name = string.Empty });
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('~');
                break;
            case string or bool or Enum or TimeSpan or TimeOnly or DateOnly or DateTime or int:
                text.Append(CultureInfo.InvariantCulture, $"{value.GetType().Name}<{value}>");
                break;
            case double number:
                text.Append(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case Device device:
                text.Append(device.Name);
                break;
            case PropertyReference reference:
                text.Append(reference.Address);
                break;
            case ContractProperty or ContractAction or ContractEvent or MissedPolicy or DatePattern:
                text.Append(value);
                break;
            case PropertyValue property:
                text.Append(CultureInfo.InvariantCulture, $"{property.Kind}<{property}>");
                break;
            case CompiledExpression or CompiledText:
                text.Append(CultureInfo.InvariantCulture, $"`{value}`");
                break;
            case CronExpression cron:
                text.Append(cron.Text);
                break;
            case IEnumerable list:
                text.Append('[');
                if (!(value.GetType().GetProperty("IsDefault") is { } isDefault && (bool)isDefault.GetValue(value)!))
                {
                    foreach (var item in list)
                    {
                        Write(text, item);
                        text.Append(',');
                    }
                }

                text.Append(']');
                break;
            default:
                WriteMembers(text, value);
                break;
        }
    }

    private static void WriteMembers(StringBuilder text, object value)
    {
        var type = value.GetType();
        text.Append(type.Name).Append('{');
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0 && !LeftOut.Contains(property.Name)))
        {
            text.Append(property.Name).Append('=');
            Write(text, property.GetValue(value));
            text.Append(';');
        }

        // The members of a tuple are fields.
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            Write(text, field.GetValue(value));
            text.Append(';');
        }

        text.Append('}');
    }
}
