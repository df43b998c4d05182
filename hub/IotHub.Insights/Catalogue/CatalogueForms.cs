using System.Globalization;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;

namespace IotHub.Insights.Catalogue;

/// <summary>What a catalogue document may hold. Reader and schema are made from it.</summary>
internal static class CatalogueForms
{
    public static WordType Roles { get; } = new("role", "entry", "profit", "consumable", "service");

    public static WordType Roundings { get; } = new("rounding", "down", "half-up", "half-even");

    private static FormType Id { get; } = new IdType("id", "an id, such as \"curtain-motor\"");

    private static FormType Currency { get; } = new PatternType("currency", "a code of ISO 4217, \"EUR\"", "^[A-Z]{3}$", CurrencyCodes.All.Contains, 3)
    {
        Guess = written => NearestName.Suggest(written, CurrencyCodes.All),
    };

    private static FormType Region { get; } = new PatternType("region", "two capital letters of ISO 3166-1, \"DE\"", "^[A-Z]{2}$", text => text.Length == 2 && text.All(char.IsAsciiLetterUpper), 2)
    {
        Guess = written => written.Length == 2 && written.All(char.IsAsciiLetter) ? $"Did you mean \"{written.ToUpperInvariant()}\"?" : null,
    };

    private static FormType Device { get; } = new PatternType("device", "a contract kind, \"curtain\", or a contract type without version, \"urn:miot-spec-v2:device:curtain:0000A00C:iothub-curtain\"",
        "^(urn:[^:]+:device:[a-z0-9-]+:[0-9A-Fa-f]{8}:[^:]+|[a-z0-9]+(-[a-z0-9]+)*)$", IsDevice, 200)
    {
        Guess = written => written.Split(':') is { Length: 7 } parts ? $"Leave the version out: \"{string.Join(':', parts[..6])}\"." : null,
    };

    private static FormType Link { get; } = new PatternType("link", "an https address", "^https://", IsLink, CatalogueBounds.TextLengthMax)
    {
        Guess = written => written.StartsWith("http://", StringComparison.Ordinal) ? "Write https." : null,
    };

    private static FormType Instant { get; } = new PatternType("instant", "a time as RFC 3339 in UTC, \"2026-11-20T00:00:00Z\"", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", text => TryInstant(text, out _), 20);

    private static FormType Base64 { get; } = new PatternType("base64", "bytes as base64", "^[A-Za-z0-9+/]*={0,2}$", text => System.Buffers.Text.Base64.IsValid(text),
        ((CatalogueBounds.CategoriesMax * CatalogueBounds.CategoriesMax) + 2) / 3 * 4);

    private static FormType Name { get; } = new ObjectType(new Form("localText", [], "A text in both languages")
    {
        Members = [Needs("en", new TextType(CatalogueBounds.NameLengthMax, 1), "English."), Needs("zh", new TextType(CatalogueBounds.NameLengthMax, 1), "Chinese, simplified.")],
    });

    private static FormType Money { get; } = new ObjectType(new Form("money", [], "An amount")
    {
        Members = [Needs("minor", Whole(0, CatalogueBounds.PriceMinorMax), "In minor units (cents)."), Needs("currency", Currency, "ISO 4217.")],
    });

    public static Form Partner { get; } = new("partner", [], "A partner") { Members = [Needs("id", Id, "Its id."), Needs("name", Name, "What a person reads.")] };

    public static Form Category { get; } = new("category", [], "A category")
    {
        Members =
        [
            Needs("id", Id, "Its id."), Needs("name", Name, "What a person reads; stands within sentences."),
            new("devices", Several(Device), "Contract kinds or types whose devices count as owning one."),
        ],
    };

    public static Form Share { get; } = new("shareRule", [], "A rule by which revenue is shared")
    {
        Members =
        [
            Needs("id", Id, "Its id."), Needs("basisPoints", Whole(0, 10_000), "Hundredths of a percent of the price."), new("cap", Money, "Most for one piece."),
            Needs("rounding", Roundings, "To whole minor units."), new("windowDays", Whole(1, 365), "An order counts for so long after the click.") { Default = "30" },
        ],
    };

    public static Form Product { get; } = new("product", [], "A product")
    {
        Members =
        [
            Needs("id", Id, "Its id."), Needs("name", Name, "What a person reads."), Needs("partner", Id, "Who makes it."), Needs("category", Id, "What it is."),
            Needs("role", Roles, "What it is for in the business; never enters a ranking."), new("devices", Several(Device), "Contract kinds or types that it announces."),
            Needs("price", Money, "What it costs."), Needs("stock", Whole(0, 1_000_000_000), "Pieces that can be had."), Needs("regions", Several(Region, mayBeEmpty: false), "Where it is sold."),
            new("transports", Several(Id), "Ways to connect it, any of which will do."), new("requires", Several(Id), "Categories of which the home must own one each."),
            new("shareRule", Id, "How revenue is shared; never enters a ranking."), new("scenes", Several(Id), "Scene templates that it can take part in."),
            new("link", Link, "Where it is sold."),
        ],
    };

    public static Form Consumable { get; } = new("consumable", [], "Something that wears out")
    {
        Members =
        [
            Needs("id", Id, "Its id."), Needs("name", Name, "What a person reads; stands within sentences."), Needs("part", Id, "The trait's name in device contracts."),
            Needs("devices", Several(Device, mayBeEmpty: false), "Devices in which it is."), Needs("leadDays", Whole(0, 365), "From order to delivery."),
            Needs("typicalDays", Whole(1, 36_500), "How long one lasts."), new("product", Id, "What replaces it."), new("link", Link, "Where it is ordered."),
        ],
    };

    public static Form Scene { get; } = new("sceneTemplate", [], "A scene that several devices make together")
    {
        Members = [Needs("id", Id, "Its id."), Needs("name", Name, "What a person reads."), Needs("needs", Several(Id, mayBeEmpty: false), "Categories, one device of each.")],
    };

    public static Form Model { get; } = new("model", [], "What owning one category says of the others")
    {
        Members =
        [
            Needs("version", Id, "Names it in every item shown."), Needs("trainedOn", new TextType(CatalogueBounds.TextLengthMax, 1), "What it was learned from."),
            Needs("items", new ListType(Id, CatalogueBounds.CategoriesMax), "Categories; the position is row and column."), Needs("scale", new NumberType(1e-12, 1e6), "A weight is its byte times this."),
            Needs("weights", Base64, "Signed bytes, row by row (owned, other)."), Needs("popularity", new ListType(Whole(0, int.MaxValue), CatalogueBounds.CategoriesMax), "Homes of the training that own one of each."),
        ],
    };

    public static Form Showing { get; } = new("showing", [], "How often and how much may be shown")
    {
        Members =
        [
            Number("listMax", 1, 20, 5, "Items of one list."), Number("perCategoryMax", 1, 20, 1, "Items of one category in a list."), Number("perPartnerMax", 1, 20, 2, "Items of one partner in a list."),
            Number("shownMax", 1, 100, 3, "Times that one product is shown within the window."), Number("shownWindowDays", 1, 365, 14, "Days over which showings are counted."),
            Number("dismissDays", 90, 3_650, 90, "Days that what was dismissed is not shown."), Number("snoozeDays", 1, 365, 14, "Days that what was put off is not shown."),
            Number("holdoutPer10000", 0, 5_000, 1_000, "Homes in 10,000 that get no recommendations."), Number("explorePer10000", 0, 5_000, 500, "Lists in 10,000 whose last place is drawn by chance."),
        ],
    };

    public static Form Document { get; } = new("productCatalogue", [], "Catalogue of products")
    {
        Members =
        [
            new("$schema", new TextType(CatalogueBounds.TextLengthMax), "For editors."), Needs("format", Whole(1, 1), "1."), Needs("version", Whole(1, long.MaxValue / 2), "Grows with each issue."), Needs("issued", Instant, "When it was issued."),
            new("sample", new FlagType(), "true where everything in it is invented.") { Default = "false" }, new("about", new TextType(CatalogueBounds.TextLengthMax), "For people."),
            Needs("partners", Objects(Partner, CatalogueBounds.PartnersMax), "Who makes the products."), Needs("categories", Objects(Category, CatalogueBounds.CategoriesMax), "What there is."),
            Needs("shareRules", Objects(Share, CatalogueBounds.ShareRulesMax), "How revenue is shared."), Needs("products", Objects(Product, CatalogueBounds.ProductsMax), "What can be had."),
            Needs("consumables", Objects(Consumable, CatalogueBounds.ConsumablesMax), "What wears out."), Needs("scenes", Objects(Scene, CatalogueBounds.ScenesMax), "What devices do together."),
            new("model", new ObjectType(Model), "For recommendations; without it only the popular list can be made."), new("showing", new ObjectType(Showing), "How often and how much may be shown."),
        ],
    };

    /// <summary>Reads a time as the form wants it.</summary>
    public static bool TryInstant(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    private static bool IsDevice(string text) => text.StartsWith("urn:", StringComparison.Ordinal)
        ? text.Split(':') is [_, { Length: > 0 }, "device", { Length: > 0 }, { Length: 8 } code, { Length: > 0 }] && code.All(char.IsAsciiHexDigit)
        : IdType.IsId(text);

    private static bool IsLink(string text) => text.StartsWith("https://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0;

    private static FormMember Needs(string name, FormType type, string meaning) => new(name, type, meaning) { IsRequired = true };

    private static FormMember Number(string name, int least, int most, int absent, string meaning) =>
        new(name, Whole(least, most), meaning) { Default = absent.ToString(CultureInfo.InvariantCulture) };

    private static NumberType Whole(long least, long most) => new(least, most, isWhole: true);

    private static ListType Several(FormType item, bool mayBeEmpty = true) => new(item, CatalogueBounds.ListMax, mayBeEmpty);

    private static ListType Objects(Form form, int countMax) => new(new ObjectType(form), countMax, mayBeEmpty: true);
}
