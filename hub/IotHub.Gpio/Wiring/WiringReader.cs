using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Gpio.Wiring.Forms;

namespace IotHub.Gpio.Wiring;

/// <summary>Reads wiring documents. One reader reads all files of a home, so that it sees when two wire one line.</summary>
/// <param name="contracts">The contracts that the hub has.</param>
public sealed class WiringReader(ContractCatalogue contracts)
{
    private readonly WiringClaims _claims = new();
    private int _devices;

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its bytes; they must not change afterwards.</param>
    public WiringFileResult Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > WiringLimits.FileBytesMax)
        {
            return new WiringFileResult([], [new Diagnostic(DiagnosticSeverity.Error, "wiring.limit", string.Empty, 1, 1,
                $"The file has {utf8.Length} bytes; at most {WiringLimits.FileBytesMax} are allowed.")]);
        }

        if (!PositionedJson.TryParse(utf8, WiringLimits.DepthMax, out var root, out var fault))
        {
            return new WiringFileResult([], [fault]);
        }

        var faults = new WiringFaults();
        foreach (var duplicate in PositionedJson.FindDuplicateNames(root, DiagnosticSeverity.Error, WiringLimits.FaultsMax, out _))
        {
            faults.Add(duplicate);
        }

        var forms = new FormReader(faults);
        var devices = ImmutableArray.CreateBuilder<WiredDevice>();
        foreach (var node in forms.Read(root, WiringForms.Document)?.Items("devices") ?? [])
        {
            if (Read(node, forms, faults) is { } device)
            {
                devices.Add(device);
            }
        }

        return new WiringFileResult(devices.ToImmutable(), faults.ToImmutable());
    }

    private WiredDevice? Read(JsonNodeAt node, FormReader forms, WiringFaults faults)
    {
        var before = faults.Errors;
        if (forms.Read(node, WiringForms.Device) is not { } values || !TryIdentify(values, faults, out var did, out var contract))
        {
            return null;
        }

        var points = new PointReader(new WiredDevice(did, contract, values.Text("label"), values.Text("room")), forms, faults, _claims);
        var device = points.Read(values);
        if (faults.Errors > before)
        {
            _claims.Release(did);
            return null;
        }

        if (device.Properties.IsEmpty && device.Events.IsEmpty)
        {
            faults.Error(node, "wiring.empty", $"Nothing of {did} is wired: give it properties or events.");
            _claims.Release(did);
            return null;
        }

        _devices++;
        return device;
    }

    private bool TryIdentify(FormValues values, WiringFaults faults, out string did, [NotNullWhen(true)] out DeviceContract? contract)
    {
        did = values.Text("did")!;
        contract = null;
        if (!DeviceTopics.IsValidDid(did))
        {
            faults.Error(values.At("did"), "wiring.did", $"\"{did}\" cannot be a did: use 1 to {DeviceTopics.DidLengthMax} characters without / + # and control characters.");
            return false;
        }

        if (_devices >= WiringLimits.DevicesMax)
        {
            faults.Error(values.At("did"), "wiring.limit", $"{WiringLimits.DevicesMax} devices are wired, as many as may be; {did} is left out.");
            return false;
        }

        var type = values.Text("contract")!;
        if (!contracts.TryGet(type, out contract) && !contracts.TryGetKind(type, out contract))
        {
            var wired = contracts.All.Select(one => one.Type.VendorProduct).Where(name => name.StartsWith("iothub-wired-", StringComparison.Ordinal)).Select(name => name["iothub-".Length..]);
            faults.Error(values.At("contract"), "wiring.contract", $"This hub has no contract {type}.", $"Kinds made for wiring: {string.Join(", ", wired.Order(StringComparer.Ordinal))}.");
            return false;
        }

        // A device that is claimed and then refused gives its did free again.
        if (!_claims.TryClaim($"did {did}", did, out _))
        {
            faults.Error(values.At("did"), "wiring.twice", $"{did} is wired twice.");
            return false;
        }

        return true;
    }
}
