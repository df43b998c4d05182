using System.Collections.Immutable;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>Would this product work with my home, and what would it complete? What is not stated is unknown, never guessed.</summary>
public static class Compatibility
{
    /// <summary>Answers.</summary>
    public static CompatibilityAnswer Ask(ProductCatalogue catalogue, Product product, HomeProfile home)
    {
        var owned = home.OwnedCategories(catalogue).Select(category => category.Id).ToHashSet(StringComparer.Ordinal);
        var reasons = ImmutableArray.Create(Transport(product, home), Contract(product, home)).AddRange(Companions(catalogue, product, owned));
        var verdict = reasons.Any(reason => reason.Verdict == CompatibilityVerdict.No) ? CompatibilityVerdict.No
            : reasons.Any(reason => reason.Verdict == CompatibilityVerdict.Unknown) ? CompatibilityVerdict.Unknown
            : CompatibilityVerdict.Yes;
        return new CompatibilityAnswer(verdict, reasons, Completed(product, home), Enabled(catalogue, product, owned));
    }

    /// <summary>True where <see cref="Ask"/> would say yes; makes nothing.</summary>
    internal static bool IsYes(Product product, HomeProfile home, HashSet<string> owned) =>
        (product.Transports.IsEmpty ? IsNoDevice(product) : Shared(product.Transports, home.Transports) is not null)
        && (product.Devices.IsEmpty ? IsNoDevice(product) : Known(product, home) is not null)
        && (product.Requires.IsEmpty || product.Requires.All(owned.Contains));

    /// <summary>The contract kind of a device as a catalogue names it.</summary>
    internal static string KindOf(string device) => device.StartsWith("urn:", StringComparison.Ordinal) ? device.Split(':')[3] : device;

    /// <summary>The home's scenes that lack only this.</summary>
    internal static ImmutableArray<HomeScene> Completed(Product product, HomeProfile home) =>
        [.. home.Scenes.Where(scene => product.Devices.Any(device => scene.IsCompletedBy(KindOf(device))))];

    /// <summary>The templates that lack only this.</summary>
    internal static ImmutableArray<SceneTemplate> Enabled(ProductCatalogue catalogue, Product product, HashSet<string> owned) => owned.Contains(product.Category)
        ? []
        : [.. catalogue.Scenes.Where(scene => scene.Needs.Contains(product.Category) && scene.Needs.All(need => need == product.Category || owned.Contains(need)))];

    private static bool IsNoDevice(Product product) => product.Role is ProductRole.Consumable or ProductRole.Service;

    private static string? Shared(ImmutableArray<string> offered, ImmutableArray<string> had)
    {
        foreach (var transport in offered)
        {
            if (had.Contains(transport))
            {
                return transport;
            }
        }

        return null;
    }

    private static string? Known(Product product, HomeProfile home)
    {
        foreach (var device in product.Devices)
        {
            if (home.KnownContracts.Contains(device))
            {
                return device;
            }
        }

        return null;
    }

    private static CompatibilityReason Transport(Product product, HomeProfile home)
    {
        if (product.Transports.IsEmpty)
        {
            return IsNoDevice(product)
                ? new(CompatibilityVerdict.Yes, "no.device", "It is no device: nothing has to connect it.", "它不是设备，无需连接。")
                : new(CompatibilityVerdict.Unknown, "transport.unstated", "The catalogue does not say how it connects.", "目录未说明它的连接方式。");
        }

        var list = string.Join(", ", product.Transports);
        if (home.Transports.IsEmpty)
        {
            return new(CompatibilityVerdict.Unknown, "hub.transports.unknown", $"It connects by {list}; what this hub can do is not known.", $"它通过 {list} 连接；本网关支持的方式未知。");
        }

        return Shared(product.Transports, home.Transports) is { } shared
            ? new(CompatibilityVerdict.Yes, "transport.shared", $"It connects by {shared}, as this hub does.", $"它通过 {shared} 连接，本网关支持。")
            : new(CompatibilityVerdict.No, "transport.none", $"It connects by {list}, which this hub does not have.", $"它通过 {list} 连接，本网关不支持。");
    }

    private static CompatibilityReason Contract(Product product, HomeProfile home)
    {
        if (product.Devices.IsEmpty)
        {
            return IsNoDevice(product)
                ? new(CompatibilityVerdict.Yes, "no.device", "It is no device: it needs no contract.", "它不是设备，不需要设备契约。")
                : new(CompatibilityVerdict.Unknown, "contract.unpublished", "Its device contract is not published.", "它的设备契约未公布。");
        }

        return Known(product, home) is { } known
            ? new(CompatibilityVerdict.Yes, "contract.known", $"This hub knows its contract ({known}).", $"本网关认识它的设备契约（{known}）。")
            : new(CompatibilityVerdict.Unknown, "contract.missing", $"This hub has no contract for {product.Devices[0]}; whether the device brings one is not known.", $"本网关没有 {product.Devices[0]} 的设备契约；设备是否自带未知。");
    }

    private static IEnumerable<CompatibilityReason> Companions(ProductCatalogue catalogue, Product product, HashSet<string> owned)
    {
        foreach (var need in product.Requires)
        {
            var name = catalogue.TryGetCategory(need, out var category) ? category.Name : new LocalText(need, need);
            yield return owned.Contains(need)
                ? new(CompatibilityVerdict.Yes, "needs.met", $"It needs {Words.A(name.English)}, which is there.", $"它需要{name.Chinese}，家中已有。")
                : new(CompatibilityVerdict.No, "needs.missing", $"It needs {Words.A(name.English)}, which this home does not have.", $"它需要{name.Chinese}，家中没有。");
        }
    }
}
