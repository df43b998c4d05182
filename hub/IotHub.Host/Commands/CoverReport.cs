using IotHub.Contracts.Comparison;
using IotHub.Contracts.Model;

namespace IotHub.Host.Commands;

/// <summary><c>contract cover</c>.</summary>
internal static class CoverReport
{
    public static int Write(DeviceContract need, DeviceContract have, bool isJson, TextWriter output)
    {
        var result = ContractCover.Check(need, have);
        if (isJson)
        {
            CommandJson.Write(output, json =>
            {
                json.WriteString("need", need.Type.Text);
                json.WriteString("have", have.Type.Text);
                json.WriteBoolean("covers", result.Covers);
                json.WriteStartArray("nodes");
                foreach (var node in result.Nodes)
                {
                    json.WriteStartObject();
                    json.WriteString("kind", CommandJson.Word(node.Kind));
                    json.WriteString("address", node.Address);
                    json.WriteString("verdict", CommandJson.Word(node.Verdict));
                    CommandJson.Write(json, "reasons", node.Reasons);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else
        {
            foreach (var node in result.Nodes)
            {
                output.WriteLine(CommandText.Line($"{CommandJson.Word(node.Verdict),-8} {CommandJson.Word(node.Kind),-8} {node.Address}"));
                foreach (var reason in node.Reasons)
                {
                    output.WriteLine(CommandText.Line($"                  {reason}"));
                }
            }

            output.WriteLine(CommandText.Line(result.Covers
                ? $"{have.Type.Text} may stand in for {need.Type.Text}."
                : $"{have.Type.Text} may not stand in for {need.Type.Text}: {result.Nodes.Count(node => node.Verdict != CoverVerdict.Kept)} of {result.Nodes.Length} are not kept."));
        }

        return result.Covers ? ContractCommand.Fine : ContractCommand.Breaks;
    }
}
