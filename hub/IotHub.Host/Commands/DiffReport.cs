using System.Text.Json;
using IotHub.Contracts.Comparison;
using IotHub.Contracts.Model;
using IotHub.Runtime.Storing;

namespace IotHub.Host.Commands;

/// <summary><c>contract diff</c>.</summary>
internal static class DiffReport
{
    public static int Write(DeviceContract old, DeviceContract @new, string? folder, bool isJson, TextWriter output, TextWriter errors)
    {
        var result = ContractDiff.Compare(old, @new);
        HomeImpact? home = null;
        try
        {
            home = folder is null ? null : HomeImpact.Read(folder, old, @new);
        }
        catch (StoreException fault)
        {
            errors.WriteLine(fault.Message);
            return ContractCommand.BadInput;
        }

        if (isJson)
        {
            CommandJson.Write(output, json => Write(json, old, @new, result, home));
        }
        else
        {
            Write(output, old, @new, result, home);
        }

        return result.IsBreaking || home is { Breaks: true } ? ContractCommand.Breaks : ContractCommand.Fine;
    }

    private static void Write(TextWriter output, DeviceContract old, DeviceContract @new, DiffResult result, HomeImpact? home)
    {
        foreach (var node in result.Nodes)
        {
            output.WriteLine(CommandText.Line($"{(node.IsBreaking ? "breaking" : "compatible"),-10} {CommandJson.Word(node.Change),-8} {CommandJson.Word(node.Kind),-8} {node.Address}"));
            foreach (var sentence in node.Sentences)
            {
                output.WriteLine(CommandText.Line($"                              {sentence}"));
            }
        }

        output.WriteLine(CommandText.Line(result.Nodes.IsEmpty ? $"{@new.Type.Text} does not differ from {old.Type.Text}."
            : result.IsBreaking ? $"{@new.Type.Text} breaks what {old.Type.Text} promised, in {result.Nodes.Count(node => node.IsBreaking)} of {result.Nodes.Length} differences."
            : $"{@new.Type.Text} is compatible with {old.Type.Text}; differences: {result.Nodes.Length}."));
        if (home is not null)
        {
            Write(output, home);
        }
    }

    private static void Write(TextWriter output, HomeImpact home)
    {
        output.WriteLine();
        output.WriteLine(home.Devices.IsEmpty ? "No device of this home has the old contract." : $"Devices of this home with the old contract: {string.Join(", ", home.Devices)}.");
        foreach (var document in home.Documents)
        {
            var uses = string.Join(", ", document.Uses.Where(node => node.Verdict != CoverVerdict.Kept).Select(node => node.Address));
            output.WriteLine(CommandText.Line($"{CommandJson.Word(document.Fate),-12} {(document.IsScene ? "scene" : "automation"),-10} {document.Id}{(uses.Length == 0 ? string.Empty : $" uses {uses}")}"));
            foreach (var fault in document.Diagnostics)
            {
                output.WriteLine($"             {fault.Format(document.Id)}");
            }
        }
    }

    private static void Write(Utf8JsonWriter json, DeviceContract old, DeviceContract @new, DiffResult result, HomeImpact? home)
    {
        json.WriteString("old", old.Type.Text);
        json.WriteString("new", @new.Type.Text);
        json.WriteBoolean("breaking", result.IsBreaking);
        json.WriteStartArray("nodes");
        foreach (var node in result.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("kind", CommandJson.Word(node.Kind));
            json.WriteString("address", node.Address);
            json.WriteString("change", CommandJson.Word(node.Change));
            json.WriteBoolean("breaking", node.IsBreaking);
            CommandJson.Write(json, "sentences", node.Sentences);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (home is null)
        {
            return;
        }

        json.WriteStartObject("home");
        json.WriteBoolean("breaking", home.Breaks);
        CommandJson.Write(json, "devices", home.Devices);
        json.WriteStartArray("documents");
        foreach (var document in home.Documents)
        {
            json.WriteStartObject();
            json.WriteString("kind", document.IsScene ? "scene" : "automation");
            json.WriteString("id", document.Id);
            json.WriteString("name", document.Name);
            json.WriteString("fate", CommandJson.Word(document.Fate));
            CommandJson.Write(json, "uses", document.Uses.Select(node => node.Address));
            CommandJson.Write(json, "diagnostics", document.Diagnostics);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
