using System.Text.Json.Nodes;
using IotHub.Contracts.Model;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Consumables;

/// <summary>What usage events may tell of parts: which model, which part, how full in steps.</summary>
public static class ConsumableFacts
{
    /// <summary>The fact of some news; null where nothing is told of its kind.</summary>
    /// <param name="news">What happened.</param>
    /// <param name="device">The type of the device's contract.</param>
    public static UsageFact? Of(ConsumableNews news, Urn device) => news.Kind switch
    {
        ConsumableNewsKind.Level => Make(UsageSchemas.ConsumableLevel, news, device),
        ConsumableNewsKind.Low => Make(UsageSchemas.ConsumableLow, news, device),
        ConsumableNewsKind.Replaced => Make(UsageSchemas.ConsumableReplaced, news, device, "device"),
        ConsumableNewsKind.Reset => Make(UsageSchemas.ConsumableReplaced, news, device, "person"),
        _ => null,
    };

    /// <summary>The fact that a device was told of a new part.</summary>
    /// <param name="news">That a person said so.</param>
    /// <param name="device">The type of the device's contract.</param>
    public static UsageFact OfReset(ConsumableNews news, Urn device) => Make(UsageSchemas.ConsumableReset, news, device);

    private static UsageFact Make(UsageSchema schema, ConsumableNews news, Urn device, string? told = null)
    {
        var data = new JsonObject
        {
            ["model"] = device.Text,
            ["category"] = device.Name,
            ["consumable"] = news.State.Part,
            ["level"] = UsageWords.LevelOf(news.State.Share ?? 100),
        };
        if (news.Forecast.DaysLeft is { } days)
        {
            data["daysLeft"] = (int)Math.Round(days);
        }

        data["basis"] = news.Forecast.Basis.ToString().ToLowerInvariant();
        if (told is not null)
        {
            data["told"] = told;
        }

        return new UsageFact(schema, data, news.At);
    }
}
