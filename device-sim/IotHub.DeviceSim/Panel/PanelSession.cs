using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Panel;

/// <summary>
/// Pokes simulated devices by commands, one a line, such as <c>set hall-lamp light.on true</c> or <c>break hall-lamp loss 0.1</c>. It knows no
/// terminal: the screen, a script on the standard input and a test all speak to it in the same way.
/// </summary>
public sealed class PanelSession
{
    private readonly ImmutableArray<SimulatedDevice> _devices;

    /// <summary>A session with devices that run.</summary>
    public PanelSession(IEnumerable<SimulatedDevice> devices) => _devices = [.. devices];

    /// <summary>The devices, in order of joining.</summary>
    public ImmutableArray<SimulatedDevice> Devices => _devices;

    /// <summary>Does a command.</summary>
    /// <returns>What came of it; a command that is not one, or cannot be done, is answered with the reason.</returns>
    public async ValueTask<PanelAnswer> ExecuteAsync(string line, CancellationToken cancellationToken)
    {
        var words = PanelLine.Split(line);
        if (words.IsEmpty || words[0].StartsWith('#'))
        {
            return PanelAnswer.Done();
        }

        if (PanelCommand.All.FirstOrDefault(known => known.Name == words[0]) is not { } command)
        {
            return PanelAnswer.Fault($"There is no command \"{words[0]}\"; there are {string.Join(", ", PanelCommand.All.Select(known => known.Name))}.");
        }

        if (words.Length - 1 < command.WordsMin)
        {
            return PanelAnswer.Fault($"Expected: {command.Usage}");
        }

        return command.Name switch
        {
            "help" => new PanelAnswer(true, [.. PanelCommand.All.Select(known => $"{known.Usage,-42} {known.Meaning}")]),
            "faults" => new PanelAnswer(true, [.. FaultKind.All.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Name,-20} {kind.Meaning} ({kind.Minimum} to {kind.Maximum}, else {kind.Usual})"))]),
            "quit" => new PanelAnswer(true, [], Ends: true),
            "list" => await ListAsync(words.Length > 1 ? words[1] : "", cancellationToken),
            _ => await AtDeviceAsync(command.Name, words, cancellationToken),
        };
    }

    private async ValueTask<PanelAnswer> AtDeviceAsync(string command, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        // A name that is not whole will do where only one device begins so.
        var named = _devices.Where(device => device.Did == words[1]).ToList();
        named = named.Count == 1 ? named : [.. _devices.Where(device => device.Did.StartsWith(words[1], StringComparison.Ordinal))];
        if (named.Count != 1)
        {
            return PanelAnswer.Fault(named.Count == 0
                ? $"There is no device \"{words[1]}\"."
                : $"\"{words[1]}\" may be {string.Join(", ", named.Take(10).Select(device => device.Did))}.");
        }

        var device = named[0];
        switch (command)
        {
            case "show":
                return await ShowAsync(device, cancellationToken);
            case "set":
                return await SetAsync(device, words, cancellationToken);
            case "call":
                return await CallAsync(device, words, cancellationToken);
            case "fire":
                return await FireAsync(device, words, cancellationToken);
            case "break":
                return await BreakAsync(device, words, cancellationToken);
            case "mend":
                await device.BreakAsync(DeviceFaults.None with { Refuses = device.Plan.Faults.Refuses }, cancellationToken);
                return PanelAnswer.Done($"{device.Did} is mended.");
            case "unplug":
                device.Unplug();
                return PanelAnswer.Done($"{device.Did} is unplugged.");
            default:
                await device.PlugAsync(cancellationToken);
                return PanelAnswer.Done($"{device.Did} has power.");
        }
    }

    private async ValueTask<PanelAnswer> ListAsync(string part, CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var device in _devices.Where(device => PanelRow.Matches(device, part)))
        {
            var row = await PanelRow.OfAsync(device, cancellationToken);
            lines.Add($"{row.Did,-28} {row.Room,-14} {row.Condition,-12} {row.Values}{(row.Faults.Length > 0 ? $"  [{row.Faults}]" : "")}");
        }

        return new PanelAnswer(true, lines.ToImmutable());
    }

    private static async ValueTask<PanelAnswer> ShowAsync(SimulatedDevice device, CancellationToken cancellationToken)
    {
        var row = await PanelRow.OfAsync(device, cancellationToken);
        var contract = device.Plan.Contract;
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"{device.Did}: {contract.Kind}, {(row.Room.Length > 0 ? row.Room : "no room")}, {row.Condition}{(row.Faults.Length > 0 ? $", faults: {row.Faults}" : "")}");
        lines.AddRange((await device.LookAsync(cancellationToken)).Select(reading => $"  {reading.Property.Key} = {reading.Value}{(reading.Property.RawUnit is { } unit ? $" {unit}" : "")}"));
        lines.AddRange(contract.Actions.OrderBy(action => action.Key, StringComparer.Ordinal).Select(action => $"  call {Named(action.Key, action.In)}"));
        lines.AddRange(contract.Events.OrderBy(happened => happened.Key, StringComparer.Ordinal).Select(happened => $"  fire {Named(happened.Key, happened.Arguments)}"));
        return new PanelAnswer(true, lines.ToImmutable());
        static string Named(string key, ImmutableArray<ContractProperty> arguments) => arguments.IsEmpty ? key : $"{key} ({string.Join(", ", arguments.Select(argument => argument.Key))})";
    }

    private static async ValueTask<PanelAnswer> SetAsync(SimulatedDevice device, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        if (!device.Plan.Contract.TryGetProperty(words[2], out var property))
        {
            return Unknown(device, "property", words[2], device.Plan.Contract.Properties.Select(known => known.Key));
        }

        if (!TryRead(property, words[3], out var reading, out var fault))
        {
            return PanelAnswer.Fault(fault);
        }

        await device.TakeAsync([reading], cancellationToken);
        return PanelAnswer.Done($"{device.Did} {property.Key} = {reading.Value}");
    }

    private static async ValueTask<PanelAnswer> CallAsync(SimulatedDevice device, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        if (!device.Plan.Contract.TryGetAction(words[2], out var action))
        {
            return Unknown(device, "action", words[2], device.Plan.Contract.Actions.Select(known => known.Key));
        }

        if (ReadArguments(words, action.In, out var arguments) is { } fault)
        {
            return PanelAnswer.Fault(fault);
        }

        await device.DoAsync(action, arguments, cancellationToken);
        return PanelAnswer.Done($"{device.Did} did {action.Key}.");
    }

    private static async ValueTask<PanelAnswer> FireAsync(SimulatedDevice device, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        if (!device.Plan.Contract.TryGetEvent(words[2], out var happened))
        {
            return Unknown(device, "event", words[2], device.Plan.Contract.Events.Select(known => known.Key));
        }

        if (ReadArguments(words, happened.Arguments, out var arguments) is { } fault)
        {
            return PanelAnswer.Fault(fault);
        }

        await device.HappenAsync(happened, arguments, cancellationToken);
        return PanelAnswer.Done($"{device.Did} said {happened.Key}.");
    }

    private static async ValueTask<PanelAnswer> BreakAsync(SimulatedDevice device, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        if (FaultKind.Find(words[2]) is not { } kind)
        {
            return PanelAnswer.Fault($"There is no fault \"{words[2]}\"; there are {string.Join(", ", FaultKind.All.Select(known => known.Name))}.");
        }

        var value = kind.Usual;
        if (words.Length > 3 && (!double.TryParse(words[3], NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !kind.Allows(value)))
        {
            return PanelAnswer.Fault(string.Create(CultureInfo.InvariantCulture, $"\"{words[3]}\" is not a {(kind.IsWhole ? "whole " : "")}number from {kind.Minimum} to {kind.Maximum}."));
        }

        await device.BreakAsync(kind.Apply(device.Faults, value), cancellationToken);
        return PanelAnswer.Done(string.Create(CultureInfo.InvariantCulture, $"{device.Did}: {kind.Name} {value}, {kind.Meaning}"));
    }

    private static PanelAnswer Unknown(SimulatedDevice device, string what, string name, IEnumerable<string> known) =>
        PanelAnswer.Fault($"{device.Did} has no {what} \"{name}\"; it has {string.Join(", ", known.Order(StringComparer.Ordinal).DefaultIfEmpty("none"))}.");

    private static string? ReadArguments(ImmutableArray<string> words, ImmutableArray<ContractProperty> permitted, out ImmutableArray<PropertyReading> arguments)
    {
        var read = ImmutableArray.CreateBuilder<PropertyReading>();
        arguments = [];
        foreach (var word in words.Skip(3))
        {
            var parts = word.Split('=', 2);
            if (parts.Length < 2 || permitted.FirstOrDefault(property => property.Key == parts[0]) is not { } property)
            {
                return $"\"{word}\" is no argument; expected {(permitted.IsEmpty ? "none" : string.Join(", ", permitted.Select(known => $"{known.Key}=VALUE")))}.";
            }

            if (!TryRead(property, parts[1], out var reading, out var fault))
            {
                return fault;
            }

            read.Add(reading);
        }

        arguments = read.ToImmutable();
        return null;
    }

    private static bool TryRead(ContractProperty property, string text, out PropertyReading reading, out string fault)
    {
        (reading, fault) = (default, "");
        using var document = Parse(text);
        if (!ValueCoercion.TryCoerce(property, document.RootElement, out var value, out var wrong, ValueUse.Report))
        {
            fault = wrong.Message;
            return false;
        }

        reading = new PropertyReading(property, value);
        return true;
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            // A text need not be written in quotes.
            return JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"");
        }
    }
}
