using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using IotHub.Contracts.Model;
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
        return command switch
        {
            "show" => await ShowAsync(device, cancellationToken),
            "set" => await SetAsync(device, words, cancellationToken),
            "call" => Arguments(words) is { } arguments ? await DeviceHand.CallAsync(device, words[2], arguments, cancellationToken) : NoArgument(words),
            "fire" => Arguments(words) is { } arguments ? await DeviceHand.SendEventAsync(device, words[2], arguments, cancellationToken) : NoArgument(words),
            "break" => await BreakAsync(device, words, cancellationToken),
            "mend" => await DeviceHand.MendAsync(device, null, cancellationToken),
            _ => await DeviceHand.PowerAsync(device, command == "plug", cancellationToken),
        };
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

    private static async ValueTask<PanelAnswer> SetAsync(SimulatedDevice device, ImmutableArray<string> words, CancellationToken cancellationToken) =>
        await DeviceHand.SetAsync(device, words[2], Parse(words[3]), cancellationToken);

    private static async ValueTask<PanelAnswer> BreakAsync(SimulatedDevice device, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        if (words.Length <= 3)
        {
            return await DeviceHand.BreakAsync(device, words[2], null, cancellationToken);
        }

        return double.TryParse(words[3], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || FaultKind.Find(words[2]) is not { } kind
            ? await DeviceHand.BreakAsync(device, words[2], value, cancellationToken)
            : DeviceHand.NotANumberOf(kind, words[3]);
    }

    /// <summary>What follows device and action as addresses with values; null where a word is no such thing.</summary>
    private static List<KeyValuePair<string, JsonElement>>? Arguments(ImmutableArray<string> words)
    {
        var arguments = new List<KeyValuePair<string, JsonElement>>();
        foreach (var word in words.Skip(3))
        {
            var parts = word.Split('=', 2);
            if (parts.Length < 2)
            {
                return null;
            }

            arguments.Add(new KeyValuePair<string, JsonElement>(parts[0], Parse(parts[1])));
        }

        return arguments;
    }

    private static PanelAnswer NoArgument(ImmutableArray<string> words) =>
        PanelAnswer.Fault($"\"{words.Skip(3).First(word => !word.Contains('=', StringComparison.Ordinal))}\" is no argument; expected ADDRESS=VALUE.");

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // A text need not be written in quotes.
            return JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");
        }
    }
}
