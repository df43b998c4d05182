using System.Text.Json;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>Reads what a contract may say beyond the published form: how often something is reported, what wears out, and what its past is made of.</summary>
internal static class ExtensionReader
{
    private static readonly string[] ConsumableMembers = ["name", "reset", "low"];

    /// <summary>The member <c>report-interval</c> of a device or property; null where it is absent or cannot be meant.</summary>
    public static TimeSpan? ReadReportInterval(JsonNodeAt node, FaultList faults)
    {
        if (!node.TryGet("report-interval", out var interval) || interval.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (interval.TryGetInt64(out var seconds) && seconds is >= 1 and <= ContractLimits.ReportIntervalSecondsMax)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        faults.Warning(interval, "contract.report-interval.invalid",
            $"Found {interval.Describe()} as report-interval; expected whole seconds from 1 to {ContractLimits.ReportIntervalSecondsMax}. It is ignored.");
        return null;
    }

    /// <summary>The member <c>consumable</c> of a property; null where it is absent or cannot be meant. Its action is checked by <see cref="CheckReset"/>.</summary>
    public static Consumable? ReadConsumable(JsonNodeAt node, PropertyFormat format, ValueRange? range, FaultList faults)
    {
        if (!node.TryGet("consumable", out var consumable) || consumable.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (consumable.Kind != JsonValueKind.Object || !consumable.TryGet("name", out var name) || !IsName(name.Text))
        {
            faults.Warning(consumable, "contract.consumable.name", $"Found {consumable.Describe()} as consumable; expected {{\"name\": \"filter\", \"low\": 10}} with a name in kebab case. It is ignored.");
            return null;
        }

        if (!FormatNames.IsInteger(format) && format != PropertyFormat.Float)
        {
            faults.Warning(consumable, "contract.consumable.format", $"A property of format {FormatNames.NameOf(format)} cannot say how much is left; the consumable is ignored.");
            return null;
        }

        NodeReading.CheckMembers(consumable, ConsumableMembers, faults);
        return new Consumable(name.Text!, ReadReset(consumable, faults), ReadLow(consumable, range, faults));
    }

    /// <summary>Takes away a reset that names no action of the service.</summary>
    public static Consumable? CheckReset(Consumable? consumable, HashSet<int> actions, JsonNodeAt node, FaultList faults)
    {
        if (consumable?.ResetIid is not { } reset || actions.Contains(reset))
        {
            return consumable;
        }

        faults.Warning(node, "contract.consumable.reset", $"The consumable is reset by action {reset}, which the service does not have. It has no reset.");
        return consumable with { ResetIid = null };
    }

    /// <summary>The member <c>signal</c> of a property; null where it is absent or cannot be meant.</summary>
    public static SignalClass? ReadSignal(JsonNodeAt node, PropertyFormat format, FaultList faults)
    {
        if (!node.TryGet("signal", out var signal) || signal.Kind == JsonValueKind.Null)
        {
            return null;
        }

        SignalClass? found = signal.Text switch
        {
            "measurement" => SignalClass.Measurement,
            "state" => SignalClass.State,
            "counter" => SignalClass.Counter,
            _ => null,
        };
        if (found is null)
        {
            faults.Warning(signal, "contract.signal.unknown", $"Found {signal.Describe()} as signal; expected measurement, state or counter. It is ignored.");
        }
        else if (found != SignalClass.State && !FormatNames.IsInteger(format) && format != PropertyFormat.Float)
        {
            faults.Warning(signal, "contract.signal.format", $"A property of format {FormatNames.NameOf(format)} can only be a state; the signal is ignored.");
            return null;
        }

        return found;
    }

    /// <summary>The word for a class in a contract.</summary>
    public static string NameOf(SignalClass signal) => signal switch
    {
        SignalClass.Measurement => "measurement",
        SignalClass.Counter => "counter",
        SignalClass.Event => "event",
        _ => "state",
    };

    private static bool IsName(string? text) =>
        text is { Length: >= 1 and <= 64 } && char.IsAsciiLetterLower(text[0]) && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static int? ReadReset(JsonNodeAt consumable, FaultList faults)
    {
        if (!consumable.TryGet("reset", out var reset) || reset.Kind == JsonValueKind.Null)
        {
            return null;
        }

        if (reset.TryGetInt64(out var iid) && iid is >= 1 and <= int.MaxValue)
        {
            return (int)iid;
        }

        faults.Warning(reset, "contract.consumable.reset", $"Found {reset.Describe()} as reset; expected the iid of an action of the same service. It is ignored.");
        return null;
    }

    private static double ReadLow(JsonNodeAt consumable, ValueRange? range, FaultList faults)
    {
        var floor = range?.Minimum ?? 0;
        if (!consumable.TryGet("low", out var low))
        {
            faults.Warning(consumable, "contract.consumable.low", "\"low\" is missing; expected the value at which a new one is needed. It is taken as nothing left.");
            return floor;
        }

        if (!low.TryGetNumber(out var value) || (range is { } bounds && (value < bounds.Minimum || value > bounds.Maximum)))
        {
            faults.Warning(low, "contract.consumable.low", $"Found {low.Describe()} as low; expected a number that the property can have. It is taken as nothing left.");
            return floor;
        }

        return value;
    }
}
