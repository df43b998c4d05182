using IotHub.Automation.Documents;
using IotHub.Contracts.Json;

namespace IotHub.Insights.Catalogue;

/// <summary>Makes records of a document whose form was checked.</summary>
internal static class CatalogueReader
{
    public static CatalogueContent Read(JsonNodeAt root) => new()
    {
        Version = Whole(root, "version"),
        Issued = CatalogueForms.TryInstant(Text(root, "issued"), out var issued) ? issued : default,
        IsSample = root.Flag("sample"),
        Partners = [.. root.List("partners").Select(node => new Partner(Text(node, "id"), Name(node)))],
        Categories = [.. root.List("categories").Select(node => new ProductCategory(Text(node, "id"), Name(node), node.Texts("devices")))],
        Products = [.. root.List("products").Select(ReadProduct)],
        ShareRules = [.. root.List("shareRules").Select(ReadShareRule)],
        Consumables = [.. root.List("consumables").Select(ReadConsumable)],
        Scenes = [.. root.List("scenes").Select(node => new SceneTemplate(Text(node, "id"), Name(node), node.Texts("needs")))],
        Model = ModelReader.Read(root),
        Showing = root.Get("showing") is { } showing ? ReadShowing(showing) : new ShowRules(),
    };

    private static Product ReadProduct(JsonNodeAt node) => new()
    {
        Id = Text(node, "id"),
        Name = Name(node),
        Partner = Text(node, "partner"),
        Category = Text(node, "category"),
        Role = (ProductRole)CatalogueForms.Roles.Words.IndexOf(Text(node, "role")),
        Devices = node.Texts("devices"),
        Price = Amount(node, "price") ?? default,
        Stock = (int)Whole(node, "stock"),
        Regions = node.Texts("regions"),
        Transports = node.Texts("transports"),
        Requires = node.Texts("requires"),
        ShareRule = node.TextOf("shareRule"),
        Scenes = node.Texts("scenes"),
        Link = node.TextOf("link"),
    };

    private static ShareRule ReadShareRule(JsonNodeAt node) => new(Text(node, "id"), (int)Whole(node, "basisPoints"), Amount(node, "cap"),
        (ShareRounding)CatalogueForms.Roundings.Words.IndexOf(Text(node, "rounding")), (int)Whole(node, "windowDays", 30));

    private static ConsumableOffer ReadConsumable(JsonNodeAt node) => new(Text(node, "id"), Name(node), Text(node, "part"), node.Texts("devices"),
        (int)Whole(node, "leadDays"), (int)Whole(node, "typicalDays"), node.TextOf("product"), node.TextOf("link"));

    private static ShowRules ReadShowing(JsonNodeAt node)
    {
        var absent = new ShowRules();
        return new ShowRules
        {
            ListMax = (int)Whole(node, "listMax", absent.ListMax),
            PerCategoryMax = (int)Whole(node, "perCategoryMax", absent.PerCategoryMax),
            PerPartnerMax = (int)Whole(node, "perPartnerMax", absent.PerPartnerMax),
            ShownMax = (int)Whole(node, "shownMax", absent.ShownMax),
            ShownWindowDays = (int)Whole(node, "shownWindowDays", absent.ShownWindowDays),
            DismissDays = (int)Whole(node, "dismissDays", absent.DismissDays),
            SnoozeDays = (int)Whole(node, "snoozeDays", absent.SnoozeDays),
            HoldoutPer10000 = (int)Whole(node, "holdoutPer10000", absent.HoldoutPer10000),
            ExplorePer10000 = (int)Whole(node, "explorePer10000", absent.ExplorePer10000),
        };
    }

    private static string Text(JsonNodeAt node, string name) => node.TextOf(name) ?? string.Empty;

    private static LocalText Name(JsonNodeAt node) => node.Get("name") is { } name ? new LocalText(Text(name, "en"), Text(name, "zh")) : new LocalText(string.Empty, string.Empty);

    private static Money? Amount(JsonNodeAt node, string name) => node.Get(name) is { } amount ? new Money(Whole(amount, "minor"), Text(amount, "currency")) : null;

    private static long Whole(JsonNodeAt node, string name, long absent = 0) => node.Get(name) is { } value && value.TryGetInt64(out var whole) ? whole : absent;
}
