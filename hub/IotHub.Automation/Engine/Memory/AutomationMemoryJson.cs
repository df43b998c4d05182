using System.Collections.Immutable;
using System.Text.Json;

namespace IotHub.Automation.Engine.Memory;

/// <summary>Memories as JSON. Equal memories give equal bytes, and nothing is lost on the way.</summary>
public static class AutomationMemoryJson
{
    /// <summary>
    /// Longest memory that is read, in characters. What the limits of a document allow is some hundred kilobytes; ten megabytes is no memory of ours.
    /// </summary>
    public const int LengthMax = 10 * 1024 * 1024;

    /// <summary>Writes one.</summary>
    public static string Write(AutomationMemory memory) => JsonSerializer.Serialize(memory, MemoryJsonContext.Default.AutomationMemory);

    /// <summary>Reads one.</summary>
    /// <returns>Null for what is no memory, or one of another form: it is then as if nothing had been remembered.</returns>
    public static AutomationMemory? TryRead(string text)
    {
        if (text.Length > LengthMax)
        {
            return null;
        }

        try
        {
            var memory = JsonSerializer.Deserialize(text, MemoryJsonContext.Default.AutomationMemory);
            return memory is { Schema: AutomationMemory.SchemaVersion } && IsWhole(memory) ? memory : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    // A list that is missing reads as the default one, which must not be walked.
    private static bool IsWhole(AutomationMemory memory) =>
        IsWhole(memory.Triggers)
        && !memory.Runs.IsDefault && memory.Runs.All(IsWhole)
        && !memory.Line.IsDefault && memory.Line.All(request => !request.Event.Values.IsDefault && request.Event.Values.All(IsWhole))
        && !memory.Commands.IsDefault && memory.Commands.All(command => !command.Values.IsDefault)
        && !memory.Seen.IsDefault
        && !memory.Devices.IsDefault && memory.Devices.All(device => !device.Values.IsDefault);

    private static bool IsWhole(ImmutableArray<TriggerMemory> triggers) => !triggers.IsDefault && triggers.All(trigger =>
        !trigger.Inside.IsDefault && !trigger.Holds.IsDefault && trigger.Holds.All(hold => !hold.Event.Values.IsDefault && hold.Event.Values.All(IsWhole)));

    private static bool IsWhole(RunMemory run) => !run.Values.IsDefault && run.Values.All(IsWhole) && !run.Strands.IsDefault && run.Strands.All(strand =>
        !strand.Rounds.IsDefault && strand.Rounds.All(round => !round.List.IsDefault && round.List.All(IsWhole))
        && (strand.Wait is not { } wait || (IsWhole(wait.Triggers) && wait.Ramp is not { Values.IsDefault: true })));

    private static bool IsWhole(NamedValue named) => IsWhole(named.Value);

    private static bool IsWhole(ValueMemory value) => !value.Members.IsDefault && value.Members.All(IsWhole);
}
