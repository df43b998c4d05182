using IotHub.Contracts.Diagnostics;

namespace IotHub.Host.Commands;

/// <summary><c>contract check</c>.</summary>
internal static class CheckReport
{
    public static int Write(IReadOnlyList<string> files, bool isJson, TextWriter output)
    {
        var results = files.Select(file => (File: file, Result: ContractFile.Read(file))).ToList();
        if (isJson)
        {
            CommandJson.Write(output, json =>
            {
                json.WriteStartArray("files");
                foreach (var (file, result) in results)
                {
                    json.WriteStartObject();
                    json.WriteString("file", file);
                    json.WriteBoolean("usable", result.Contract is not null);
                    json.WriteString("contract", result.Contract?.Type.Text);
                    CommandJson.Write(json, "diagnostics", result.Diagnostics);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
        else
        {
            foreach (var (file, result) in results)
            {
                foreach (var fault in result.Diagnostics)
                {
                    output.WriteLine(fault.Format(file));
                }

                output.WriteLine(result.Contract is { } contract
                    ? $"{file}: {Count(result.Diagnostics.Count(fault => fault.Severity == DiagnosticSeverity.Warning), "warning")}; {contract.Kind} with "
                        + $"{Count(contract.Services.Length, "service")}, {Count(contract.Properties.Length, "property", "properties")}, {Count(contract.Actions.Count, "action")}, {Count(contract.Events.Count, "event")}"
                    : $"{file}: cannot be used");
            }
        }

        return results.TrueForAll(result => result.Result.Contract is not null) ? ContractCommand.Fine : ContractCommand.BadInput;
    }

    private static string Count(int count, string one, string? several = null) => count == 1 ? $"1 {one}" : $"{count} {several ?? one + "s"}";
}
