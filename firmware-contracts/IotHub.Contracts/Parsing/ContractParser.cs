using System.Collections.Immutable;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;

namespace IotHub.Contracts.Parsing;

/// <summary>
/// Reads a device contract in the JSON form of MIoT-Spec-V2. Published contracts have faults of many kinds; each is named with its place,
/// and the rest of the contract is used. Only what has no meaning as a contract at all is refused.
/// </summary>
public static class ContractParser
{
    private static readonly string[] DeviceMembers = ["type", "description", "services", "report-interval"];

    /// <summary>Reads a contract. Never throws for what the document holds.</summary>
    /// <param name="utf8Json">The document; it must not change while this runs.</param>
    /// <param name="source">What the document is called in messages, a file name.</param>
    public static ContractParseResult Parse(ReadOnlyMemory<byte> utf8Json, string source)
    {
        if (utf8Json.Length > ContractLimits.BytesMax)
        {
            return Refused("contract.limit.bytes", $"{source} has {utf8Json.Length} bytes; a contract may have at most {ContractLimits.BytesMax}.");
        }

        if (!PositionedJson.TryParse(utf8Json, ContractLimits.DepthMax, out var root, out var fault))
        {
            return new ContractParseResult(null, [fault]);
        }

        var faults = new FaultList();
        faults.AddDuplicateNames(root);
        var contract = Read(root, faults);
        return new ContractParseResult(faults.HasError ? null : contract, faults.ToImmutable())
        {
            Type = root.TryGet("type", out var type) && UrnParser.TryParse(type.Text, out var urn) ? urn : null,
        };
    }

    private static DeviceContract? Read(JsonNodeAt root, FaultList faults)
    {
        if (root.Kind != JsonValueKind.Object)
        {
            faults.Error(root, "contract.not-an-object", $"Found {root.Describe()}; expected an object with \"type\", \"description\" and \"services\".");
            return null;
        }

        NodeReading.CheckMembers(root, DeviceMembers, faults);
        var nodes = NodeReading.ReadObjects(root, "services", faults);
        if (nodes.IsEmpty)
        {
            var place = root.TryGet("services", out var services) ? services : root;
            faults.Error(place, "contract.services.missing", "The contract has no services; expected at least one in \"services\".");
            return null;
        }

        if (!IsWithinLimits(root, nodes, faults))
        {
            return null;
        }

        var type = NodeReading.ReadType(root, "device", faults);
        var reader = new ServiceReader(faults);
        var iids = NodeReading.ReadIids(nodes, faults);
        var read = ImmutableArray.CreateBuilder<ContractService>(nodes.Length);
        for (var i = 0; i < nodes.Length; i++)
        {
            read.Add(reader.Read(nodes[i], iids[i]));
        }

        return ContractAssembly.Build(type, NodeReading.ReadDescription(root, faults), ExtensionReader.ReadReportInterval(root, faults), read);
    }

    private static bool IsWithinLimits(JsonNodeAt root, ImmutableArray<JsonNodeAt> services, FaultList faults)
    {
        Check("services", services.Length, ContractLimits.ServicesMax);
        Check("properties", Count("properties"), ContractLimits.PropertiesMax);
        Check("actions", Count("actions"), ContractLimits.ActionsMax);
        Check("events", Count("events"), ContractLimits.EventsMax);
        return !faults.HasError;

        int Count(string name) => services.Sum(service => service.TryGet(name, out var list) ? list.Items.Length : 0);

        void Check(string what, int count, int limit)
        {
            if (count > limit)
            {
                faults.Error(root, $"contract.limit.{what}", $"The contract has {count} {what}; at most {limit} are allowed.");
            }
        }
    }

    private static ContractParseResult Refused(string code, string message) =>
        new(null, [new Diagnostic(DiagnosticSeverity.Error, code, string.Empty, 1, 1, message)]);
}
