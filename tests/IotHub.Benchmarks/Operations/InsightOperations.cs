using IotHub.Contracts.Model;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Benchmarks.Operations;

/// <summary>Lists for a home of fifty devices from the sample catalogue.</summary>
internal static class InsightOperations
{
    private const int DeviceCount = 50;

    public static IEnumerable<Operation> All
    {
        get
        {
            var catalogue = CatalogueParser.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "sample-catalogue.json"))).Catalogue ?? throw new InvalidOperationException("The sample catalogue is faulty.");
            var recommender = new Recommender(catalogue);
            var request = new RecommendationRequest(TreatedHome(catalogue), Home(catalogue), RecommendationMemory.Empty, DateTimeOffset.UnixEpoch.AddYears(56), () => Guid.Empty, () => 0.5);
            yield return new Operation("insights: recommend for a home of 50 devices", () => recommender.Recommend(request));
            yield return new Operation("insights: popular list for a home of 50 devices", () => recommender.Popular(request));
        }
    }

    // A home of the holdout arm would measure nothing.
    private static string TreatedHome(ProductCatalogue catalogue) =>
        Enumerable.Range(0, 100).Select(at => $"home-{at}").First(home => HoldoutArm.Of(home, catalogue.Showing.HoldoutPer10000) == RecommendationArm.Treatment);

    private static HomeProfile Home(ProductCatalogue catalogue)
    {
        // Half of the categories, several devices of each.
        var devices = catalogue.Categories.SelectMany(category => category.Devices).Where((_, at) => at % 2 == 0).ToList();
        return new HomeProfile
        {
            Region = "DE",
            Transports = ["wifi", "zigbee", "bluetooth"],
            Devices = [.. Enumerable.Range(0, DeviceCount).Select(at => new HomeDevice($"device-{at}", TypeOf(devices[at % devices.Count])))],
            KnownContracts = [.. catalogue.Categories.SelectMany(category => category.Devices)],
            Scenes = [new HomeScene("good-night", "Good night", [["curtain"]], NamesUnknown: false)],
        };
    }

    private static Urn TypeOf(string device) => device.Split(':') is [_, var space, var kind, var name, var value, var product]
        ? new Urn(device, space, kind, name, value, product, null, string.Empty)
        : new Urn(device, "miot-spec-v2", "device", device, "0000A000", "sample-device", null, string.Empty);
}
