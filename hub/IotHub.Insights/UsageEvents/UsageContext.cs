using System.Text.Json.Nodes;
using IotHub.Insights.Consent;

namespace IotHub.Insights.UsageEvents;

/// <summary>What every usage event tells of the hub.</summary>
/// <param name="Firmware">Version of the hub, up to three numbers.</param>
/// <param name="CatalogueVersion">Asked for the version of the catalogue in force; 0 for none.</param>
/// <param name="Zone">The home's time zone, of which only the offset is told.</param>
public sealed record UsageContext(string Firmware, Func<long> CatalogueVersion, TimeZoneInfo Zone)
{
    /// <summary>Tells by its id whether a device is wired to the board; the others reach the hub by MQTT.</summary>
    public Func<string, bool> IsWired { get; init; } = _ => false;

    /// <summary>The common part of an event's data.</summary>
    /// <param name="of">Class of the event.</param>
    /// <param name="consent">What is granted.</param>
    /// <param name="devices">How many devices the home has.</param>
    /// <param name="at">When it happened.</param>
    public JsonObject Common(ConsentClass of, ConsentState consent, int devices, DateTimeOffset at) => new()
    {
        ["tzOffsetMin"] = (int)Zone.GetUtcOffset(at).TotalMinutes,
        ["hubFw"] = Firmware,
        ["catalogVersion"] = CatalogueVersion(),
        ["consentReceipt"] = consent.ReceiptOf(of),
        ["homeSize"] = UsageWords.HomeSizeOf(devices),
    };
}
