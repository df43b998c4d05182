using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using IotHub.Api.Live;
using IotHub.Api.Makers;
using IotHub.Automation.Compilation;
using IotHub.Contracts.Json;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Api.Insights;

/// <summary>Puts the home together as recommendations see it. It stays in this process.</summary>
internal sealed class HomeProfiles(IEnumerable<IContractSource> contracts, HomeMarket market)
{
    private readonly Lazy<ImmutableHashSet<string>> _known = new(() =>
        [.. contracts.SelectMany(source => source.Contracts).SelectMany(contract => (string[])[contract.Kind, contract.Type.WithoutVersion, contract.Type.Name])]);

    // A document is read again only when it, or what kinds of devices there are, changed.
    private readonly Lock _gate = new();
    private FrozenDictionary<string, (string Text, HomeScene Scene)> _read = FrozenDictionary<string, (string, HomeScene)>.Empty;
    private string _devicesRead = string.Empty;

    /// <summary>The home now.</summary>
    /// <param name="home">The picture of the home.</param>
    /// <param name="priceMin">Least price; null for any.</param>
    /// <param name="priceMax">Dearest price; null for any.</param>
    public HomeProfile Of(HomeProjection home, Money? priceMin = null, Money? priceMax = null) => new()
    {
        Region = market.Region,
        Transports = market.Transports,
        Devices = [.. home.Devices.Values.Select(view => new HomeDevice(view.Device.Name, view.Device.Contract.Type))],
        KnownContracts = _known.Value,
        Scenes = Scenes(home),
        PriceMin = priceMin,
        PriceMax = priceMax,
    };

    private ImmutableArray<HomeScene> Scenes(HomeProjection home)
    {
        var view = new ProjectedHome(home);
        var devices = string.Join('\n', home.Devices.Values.Select(device => $"{device.Device.Name} {device.Device.Contract.Kind}"));
        lock (_gate)
        {
            var known = devices == _devicesRead ? _read : FrozenDictionary<string, (string Text, HomeScene Scene)>.Empty;
            var read = new Dictionary<string, (string Text, HomeScene Scene)>(StringComparer.Ordinal);
            foreach (var (kind, id, name, text) in home.Scenes.Values.Select(entry => ("scene", entry.Id, entry.Name, entry.Text))
                .Concat(home.Automations.Values.Select(entry => ("automation", entry.Id, entry.Name, entry.Text))))
            {
                var key = $"{kind}/{id}";
                if (known.TryGetValue(key, out var before) && ReferenceEquals(before.Text, text))
                {
                    read[key] = before;
                }
                else if (PositionedJson.TryParse(Encoding.UTF8.GetBytes(text), AutomationLimits.JsonDepthMax, out var root, out _))
                {
                    read[key] = (text, HomeSceneReader.Read(id, name, root, view));
                }
            }

            (_read, _devicesRead) = (read.ToFrozenDictionary(StringComparer.Ordinal), devices);
            return [.. read.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Scene)];
        }
    }
}
