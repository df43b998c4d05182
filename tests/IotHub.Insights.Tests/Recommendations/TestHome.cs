using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Tests.Recommendations;

/// <summary>Homes and requests for tests.</summary>
internal static class TestHome
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A home in Germany that knows every shipped contract and can do everything.</summary>
    public static HomeProfile Owning(params string[] contracts) => new()
    {
        Region = "DE",
        Transports = ["wifi", "zigbee", "bluetooth", "thread"],
        Devices = [.. contracts.Select((contract, at) => new HomeDevice($"device-{at}", SampleFiles.Contracts[contract].Type))],
        KnownContracts = [.. SampleFiles.Contracts.Values.SelectMany(contract => new[] { contract.Kind, contract.Type.WithoutVersion })],
    };

    public static RecommendationRequest Ask(HomeProfile home, RecommendationMemory? memory = null, DateTimeOffset? now = null, string homeId = "home", double chance = 0.999)
    {
        var next = 0;
        return new RecommendationRequest(homeId, home, memory ?? RecommendationMemory.Empty, now ?? Now, () => new Guid(++next, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0), () => chance);
    }

    /// <summary>The sample without its arms and chance, so that a test sees what it asks for.</summary>
    public static ProductCatalogue Sample(Action<System.Text.Json.Nodes.JsonObject>? change = null)
    {
        var root = System.Text.Json.Nodes.JsonNode.Parse(SampleFiles.Catalogue)!.AsObject();
        root["showing"] = new System.Text.Json.Nodes.JsonObject { ["holdoutPer10000"] = 0, ["explorePer10000"] = 0 };
        change?.Invoke(root);
        return SampleFiles.Parse(System.Text.Encoding.UTF8.GetBytes(root.ToJsonString()));
    }
}
