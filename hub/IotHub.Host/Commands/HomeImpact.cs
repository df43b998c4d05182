using System.Collections.Immutable;
using IotHub.Contracts.Comparison;
using IotHub.Contracts.Model;
using IotHub.Devices.Registry;
using IotHub.Runtime.Replacement;
using IotHub.Runtime.Storing;
using IotHub.Storage;

namespace IotHub.Host.Commands;

/// <summary>What a change of a contract does to a home.</summary>
/// <param name="Devices">Names of the devices that have the old contract.</param>
/// <param name="Documents">Automations and scenes that name one of them.</param>
internal sealed record HomeImpact(ImmutableArray<string> Devices, ImmutableArray<DocumentForecast> Documents)
{
    /// <summary>True when one that is right would have errors.</summary>
    public bool Breaks => Documents.Any(document => document.Fate == DocumentFate.Broken);

    /// <summary>Looks at the home in a data folder, with every device of the old contract's product as it is, and as it would be.</summary>
    /// <exception cref="StoreException">There is no home that can be read.</exception>
    public static HomeImpact Read(string folder, DeviceContract old, DeviceContract @new)
    {
        var stored = StoredHomeReader.Read(folder);
        var catalogue = ContractCommand.LoadCatalogue(folder);
        var home = new StoredHomeView(stored, type => IsOf(type, old) ? old : catalogue.TryGet(type, out var contract) ? contract : null);
        List<Device> devices = [.. home.Devices.Where(device => ReferenceEquals(device.Contract, old))];
        return new HomeImpact(
            [.. devices.Select(device => device.Name)],
            DocumentForecasts.Of(WrittenDocument.Of(stored), home, devices, @new, ContractCover.Check(old, @new)));
    }

    private static bool IsOf(string type, DeviceContract contract) =>
        string.Equals(type, contract.Type.Text, StringComparison.OrdinalIgnoreCase)
        || (Contracts.Parsing.UrnParser.TryParse(type, out var urn) && string.Equals(urn.WithoutVersion, contract.Type.WithoutVersion, StringComparison.OrdinalIgnoreCase));
}
