using System.Text.Json.Nodes;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Insights.Catalogue;
using IotHub.Insights.Recommendations;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Attribution;

/// <summary>
/// A device that joined, and whether it goes back to something shown: the item that was followed last, within its days, whose product announces such devices. That is what can be known without
/// asking; a person who bought the same elsewhere is taken for one who followed.
/// </summary>
/// <param name="Bound">For the ledger, without home.</param>
/// <param name="Told">For whoever is told of recommendations.</param>
public sealed record BindTrace(DeviceBound Bound, UsageFact Told)
{
    /// <summary>Traces a device that joined.</summary>
    /// <param name="fact">That it joined, as products are told; says afterwards where it came from.</param>
    /// <param name="ledger">What was shown and followed.</param>
    /// <param name="catalogue">What products announce.</param>
    /// <param name="arm">The home's arm.</param>
    /// <param name="bindId">An id of its own.</param>
    /// <returns>Null for other facts, and for hardware that took another's place.</returns>
    public static BindTrace? Of(UsageFact fact, AttributionLedger ledger, ProductCatalogue catalogue, RecommendationArm arm, Guid bindId)
    {
        if (fact.Schema != UsageSchemas.DeviceBound || fact.Data["source"]?.GetValue<string>() != "first" || !UrnParser.TryParse(fact.Data["model"]!.GetValue<string>(), out var type))
        {
            return null;
        }

        var at = AttributionFacts.AtSecond(fact.At);
        var shown = ledger.Followed(at).FirstOrDefault(one => catalogue.TryGetProduct(one.Product, out var product) && Announces(product, type));
        var bound = new DeviceBound(at, string.Empty, arm, bindId.ToString(), shown?.RecId);
        if (shown is not null)
        {
            fact.Data["source"] = JsonValue.Create("recommendation");
        }

        return new BindTrace(bound, AttributionFacts.OfBound(bound, shown?.Product));
    }

    private static bool Announces(Product product, Urn type) => product.Devices.Contains(type.WithoutVersion) || product.Devices.Contains(type.Name);
}
