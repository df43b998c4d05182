using IotHub.Automation.Documents;
using IotHub.Contracts.Json;

namespace IotHub.Insights.Catalogue;

/// <summary>Checks that ids are unique and that what is named is there.</summary>
internal sealed class CatalogueNames(JsonNodeAt root, DocumentFaults faults)
{
    public void Check()
    {
        var partners = Ids("partners", "partner");
        var categories = Ids("categories", "category");
        var rules = Ids("shareRules", "rule");
        var products = Ids("products", "product");
        var scenes = Ids("scenes", "scene");
        Ids("consumables", "consumable");
        CheckDevices();
        foreach (var product in root.List("products"))
        {
            Known(product, "partner", partners, "partner");
            Known(product, "category", categories, "category");
            Known(product, "shareRule", rules, "share rule");
            Known(product, "requires", categories, "category");
            Known(product, "scenes", scenes, "scene");
        }

        foreach (var consumable in root.List("consumables"))
        {
            Known(consumable, "product", products, "product");
        }

        foreach (var scene in root.List("scenes"))
        {
            Known(scene, "needs", categories, "category");
        }

        if (root.Get("model") is { } model)
        {
            Known(model, "items", categories, "category");
        }

        CheckCaps();
    }

    private HashSet<string> Ids(string list, string what)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in root.List(list))
        {
            if (item.Get("id") is { Text: { } id } at && !found.Add(id))
            {
                faults.Error(at, "id.duplicate", $"Another {what} before this one has the id \"{id}\".", "Give it another id.");
            }
        }

        return found;
    }

    private void Known(JsonNodeAt owner, string member, HashSet<string> known, string what)
    {
        foreach (var item in owner.Several(member))
        {
            if (item.Text is { } id && !known.Contains(id))
            {
                faults.Error(item, "unknown", $"There is no {what} \"{id}\".", NearestName.Suggest(id, known));
            }
        }
    }

    // A device that two categories claim would count as owned in whichever came first: a guess.
    private void CheckDevices()
    {
        var claimed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var category in root.List("categories"))
        {
            foreach (var device in category.List("devices"))
            {
                if (device.Text is { } text && !claimed.TryAdd(text, category.TextOf("id") ?? string.Empty))
                {
                    faults.Error(device, "device.duplicate", $"The category \"{claimed[text]}\" claims \"{text}\" already.", "Name the exact contract type in one of the two.");
                }
            }
        }
    }

    // A cap in another money than the price could not be compared with it.
    private void CheckCaps()
    {
        var capped = root.List("shareRules").Where(rule => rule.Get("cap") is not null)
            .DistinctBy(rule => rule.TextOf("id"), StringComparer.Ordinal)
            .ToDictionary(rule => rule.TextOf("id") ?? string.Empty, rule => rule.Get("cap")?.TextOf("currency"), StringComparer.Ordinal);
        foreach (var product in root.List("products"))
        {
            if (product.Get("shareRule") is { Text: { } rule } at && capped.TryGetValue(rule, out var currency) && product.Get("price")?.TextOf("currency") is { } price && currency is not null && price != currency)
            {
                faults.Error(at, "currency.cap", $"The cap of the rule \"{rule}\" is in {currency}, the price in {price}.", "Use a rule whose cap has the price's currency.");
            }
        }
    }
}
