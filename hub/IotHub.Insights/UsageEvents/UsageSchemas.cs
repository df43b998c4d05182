using System.Collections.Immutable;
using IotHub.Insights.Consent;
using static IotHub.Insights.UsageEvents.UsageField;

namespace IotHub.Insights.UsageEvents;

/// <summary>All types of usage events. What is not here is never told.</summary>
public static class UsageSchemas
{
    private const long CountMax = 1_000_000_000;
    private const long AmountMax = Catalogue.CatalogueBounds.PriceMinorMax;

    private static readonly ImmutableArray<string> ConsentClasses = ["product", "usage", "recommendation", "feedback"];
    private static readonly Form Model = new("model", UsageForm.ContractType);
    private static readonly Form Category = new("category", UsageForm.Category);
    private static readonly Form Day = new("day", UsageForm.Day);
    private static readonly Whole Count = new("count", 1, CountMax);
    private static readonly Form RecId = new("recId", UsageForm.Id);
    private static readonly Form Item = new("item", UsageForm.Category);
    private static readonly Form Part = new("consumable", UsageForm.Category);
    private static readonly Form Order = new("order", UsageForm.Hash);
    private static readonly Choice Arm = new("arm", ["treatment", "holdout"]);
    private static readonly Choice Surface = new("surface", ["app", "api", "hub"]);

    /// <summary>The hub began to run.</summary>
    public static UsageSchema HubStarted { get; } = new("hub.started", 1, ConsentClass.Essential, [new Form("firmware", UsageForm.Version), new Choice("afterBreak", UsageWords.Durations)]);

    /// <summary>How the hub is; once a day.</summary>
    public static UsageSchema HubHealth { get; } = new(
        "hub.health", 1, ConsentClass.Essential,
        [new Choice("uptime", UsageWords.Durations), new Whole("devices", 0, 100_000), new Whole("offline", 0, 100_000)]);

    /// <summary>Events were lost for want of room.</summary>
    public static UsageSchema EventsDropped { get; } = new(
        "hub.events_dropped", 1, ConsentClass.Essential, [new Whole("count", 1, long.MaxValue), new Whole("bytes", 0, long.MaxValue), new Choice("reason", ["room", "age"])]);

    /// <summary>A class was granted or withdrawn.</summary>
    public static UsageSchema ConsentChanged { get; } = new(
        "consent.changed", 1, ConsentClass.Essential,
        [
            new Choice("class", ConsentClasses), new Flag("granted"), new Whole("policyVersion", 1, 100_000), new Form("textHash", UsageForm.Hash), new Form("receipt", UsageForm.Hash),
        ]);

    /// <summary>The owner took all events away.</summary>
    public static UsageSchema ExportRequested { get; } = new("privacy.export_requested", 1, ConsentClass.Essential, [new Whole("events", 0, long.MaxValue)]);

    /// <summary>The receiver is to erase all that it has of this source.</summary>
    public static UsageSchema EraseRequested { get; } = new("privacy.erase_requested", 1, ConsentClass.Essential, [new Whole("upToSequence", 0, long.MaxValue)]);

    /// <summary>The owner had everything erased; it stays on the hub, since it would tie the home's new name to the old.</summary>
    public static UsageSchema EraseCompleted { get; } = new("privacy.erase_completed", 1, ConsentClass.Essential, [new Whole("events", 0, long.MaxValue)]);

    /// <summary>A device joined the home, or other hardware took its place. Which recommendation it goes back to is not told here: it would tie a name that changes to one that stays.</summary>
    public static UsageSchema DeviceBound { get; } = new(
        "device.bound", 1, ConsentClass.Product, [Model, Category, new Choice("transport", ["mqtt", "gpio"]), new Choice("source", ["first", "replace", "recommendation"])]);

    /// <summary>A device left the home.</summary>
    public static UsageSchema DeviceUnbound { get; } = new("device.unbound", 1, ConsentClass.Product, [Model, Category, new Choice("kept", UsageWords.Durations)]);

    /// <summary>A device was given another name or room; which is nobody's business.</summary>
    public static UsageSchema DeviceRenamed { get; } = new("device.renamed", 1, ConsentClass.Product, [Model, Category]);

    /// <summary>A device is there again.</summary>
    public static UsageSchema DeviceOnline { get; } = new("device.online", 1, ConsentClass.Product, [Model, Category, new Choice("away", UsageWords.Durations)]);

    /// <summary>A device is not there any more.</summary>
    public static UsageSchema DeviceOffline { get; } = new("device.offline", 1, ConsentClass.Product, [Model, Category, new Choice("there", UsageWords.Durations)]);

    /// <summary>How often commands to devices of a model failed on a day.</summary>
    public static UsageSchema DeviceFault { get; } = new(
        "device.fault", 1, ConsentClass.Product, [Day, Model, Category, new Choice("outcome", ["failed", "timed-out"]), new Whole("code", -100_000, 100_000, IsRequired: false), Count]);

    /// <summary>How often a function was used on a day.</summary>
    public static UsageSchema DeviceUsed { get; } = new(
        "device.used", 1, ConsentClass.Usage,
        [Day, Model, Category, new Form("capability", UsageForm.Capability), new Choice("daypart", UsageWords.Dayparts), new Choice("actor", UsageWords.Actors), Count]);

    /// <summary>A scene or an automation was written.</summary>
    public static UsageSchema SceneCreated { get; } = new(
        "scene.created", 1, ConsentClass.Usage,
        [new Choice("kind", ["scene", "automation"]), new Form("shape", UsageForm.Hash), new Choices("triggers", UsageWords.Triggers), new Choices("actions", UsageWords.Actions)]);

    /// <summary>How often a scene or an automation ran on a day.</summary>
    public static UsageSchema SceneRun { get; } = new("scene.run", 1, ConsentClass.Usage, [Day, new Choice("kind", ["scene", "automation"]), new Form("shape", UsageForm.Hash), Count]);

    /// <summary>How often a run of an automation failed on a day.</summary>
    public static UsageSchema SceneFailed { get; } = new("scene.failed", 1, ConsentClass.Usage, [Day, new Form("shape", UsageForm.Hash), Count]);

    /// <summary>An automation was switched off.</summary>
    public static UsageSchema SceneDisabled { get; } = new("scene.disabled", 1, ConsentClass.Usage, [new Form("shape", UsageForm.Hash), new Choice("by", ["person", "hub"])]);

    /// <summary>A part of the hub was used for the first time.</summary>
    public static UsageSchema FeatureFirstUsed { get; } = new("feature.first_used", 1, ConsentClass.Usage, [new Form("feature", UsageForm.Category), Surface]);

    /// <summary>A part of the hub was pointed out to somebody.</summary>
    public static UsageSchema FeatureDiscovered { get; } = new("feature.discovered", 1, ConsentClass.Usage, [new Form("feature", UsageForm.Category), Surface]);

    /// <summary>Something that is used up passed another tenth.</summary>
    public static UsageSchema ConsumableLevel { get; } = Consumable("level");

    /// <summary>Something that is used up runs low.</summary>
    public static UsageSchema ConsumableLow { get; } = Consumable("low");

    /// <summary>Something that is used up was replaced, as its counter or a person says.</summary>
    public static UsageSchema ConsumableReplaced { get; } = Consumable("replaced", new Choice("told", ["person", "device"]));

    /// <summary>A device was told that a new part is in.</summary>
    public static UsageSchema ConsumableReset { get; } = Consumable("reset");

    /// <summary>A product was shown. The rule by which revenue is shared is told as it was then.</summary>
    public static UsageSchema RecommendationShown { get; } = Recommendation(
        "shown",
        new Form("partner", UsageForm.Category), new Whole("slot", 1, 100), new Whole("rank", 1, 1_000), new Choice("policy", ["personal", "popular"]),
        new Form("model", UsageForm.Category, IsRequired: false), new Whole("propensityPerMille", 0, 1_000), new Choice("reason", ["scene", "together", "popular"]),
        new Form("shareRule", UsageForm.Category, IsRequired: false), new Whole("shareBasisPoints", 0, 10_000, IsRequired: false),
        new Choice("shareRounding", ["down", "half-up", "half-even"], IsRequired: false), new Whole("shareWindowDays", 1, 365, IsRequired: false),
        new Whole("shareCapMinor", 0, AmountMax, IsRequired: false), new Form("shareCapCurrency", UsageForm.Currency, IsRequired: false));

    /// <summary>A product that was shown was looked at in its shop.</summary>
    public static UsageSchema RecommendationClicked { get; } = Recommendation("clicked");

    /// <summary>A person wants no more of this product and its kind.</summary>
    public static UsageSchema RecommendationDismissed { get; } = Recommendation("dismissed");

    /// <summary>A person wants to see this product later.</summary>
    public static UsageSchema RecommendationSnoozed { get; } = Recommendation("snoozed");

    /// <summary>A device joined of which a product was shown and looked at.</summary>
    public static UsageSchema RecommendationConverted { get; } = Recommendation("converted", new Form("bindId", UsageForm.Id));

    /// <summary>A device joined that goes back to nothing shown: without these, homes that get recommendations and homes that do not could not be compared.</summary>
    public static UsageSchema RecommendationUnprompted { get; } = new("recommendation.unprompted", 1, ConsentClass.Recommendation, [new Form("bindId", UsageForm.Id), Arm]);

    /// <summary>Pieces of a product were ordered.</summary>
    public static UsageSchema OrderPlaced { get; } = new(
        "order.placed", 1, ConsentClass.Recommendation,
        [
            RecId with { IsRequired = false }, Order, Item, Arm, new Whole("quantity", 1, 1_000_000), new Whole("priceMinor", 0, AmountMax), new Form("currency", UsageForm.Currency),
            new Flag("hardware"), new Whole("costMinor", 0, AmountMax, IsRequired: false),
        ]);

    /// <summary>Pieces came back.</summary>
    public static UsageSchema OrderReturned { get; } = new(
        "order.returned", 1, ConsentClass.Recommendation, [new Form("return", UsageForm.Hash), Order, Arm, new Whole("quantity", 1, 1_000_000)]);

    /// <summary>An order was traced to a recommendation, and what its partner owes for it.</summary>
    public static UsageSchema OrderAttributed { get; } = new(
        "order.attributed", 1, ConsentClass.Recommendation,
        [
            RecId, Order, Item, new Form("partner", UsageForm.Category), new Form("shareRule", UsageForm.Category), new Whole("amountMinor", 0, long.MaxValue),
            new Whole("shareMinor", 0, long.MaxValue), new Form("currency", UsageForm.Currency),
        ]);

    /// <summary>Somebody sent an idea, a vote or a report.</summary>
    public static UsageSchema FeedbackSubmitted { get; } = new(
        "feedback.submitted", 1, ConsentClass.Feedback,
        [
            new Form("feedbackId", UsageForm.Id), new Choice("kind", ["idea", "bug", "praise"]), new Choice("topic", ["device", "automation", "app", "voice", "setup", "other"]),
            new Choice("severity", ["low", "medium", "high"]), Model with { IsRequired = false }, new Flag("diagnosticsAttached"), new Choice("ring", ["alpha", "beta", "stable"]),
        ]);

    /// <summary>Somebody voted for an idea.</summary>
    public static UsageSchema IdeaVoted { get; } = new("idea.voted", 1, ConsentClass.Feedback, [new Form("feedbackId", UsageForm.Id), new Choice("vote", ["up", "none"])]);

    /// <summary>The home chose how early it wants releases; <c>stable</c> where it went back.</summary>
    public static UsageSchema BetaJoined { get; } = new("beta.joined", 1, ConsentClass.Feedback, [new Choice("ring", ["alpha", "beta", "stable"])]);

    /// <summary>The hub runs in another version than before, which answers so much of what this home asked for.</summary>
    public static UsageSchema ReleaseApplied { get; } = new(
        "release.applied", 1, ConsentClass.Feedback,
        [new Form("fromVersion", UsageForm.Version), new Form("toVersion", UsageForm.Version), new Choice("ring", ["alpha", "beta", "stable"]), new Whole("answered", 0, 10_000)]);

    /// <summary>All of them, in order of names.</summary>
    public static ImmutableArray<UsageSchema> All { get; } =
    [
        BetaJoined, ConsentChanged, ConsumableLevel, ConsumableLow, ConsumableReplaced, ConsumableReset, DeviceBound, DeviceFault, DeviceOffline, DeviceOnline, DeviceRenamed, DeviceUnbound, DeviceUsed,
        FeatureDiscovered, FeatureFirstUsed, FeedbackSubmitted, EventsDropped, HubHealth, HubStarted, IdeaVoted, OrderAttributed, OrderPlaced, OrderReturned, EraseCompleted, EraseRequested,
        ExportRequested, RecommendationClicked, RecommendationConverted, RecommendationDismissed, RecommendationShown, RecommendationSnoozed, RecommendationUnprompted, ReleaseApplied, SceneCreated,
        SceneDisabled, SceneFailed, SceneRun,
    ];

    /// <summary>The schema of a name; null where there is none.</summary>
    public static UsageSchema? Find(string name) => All.FirstOrDefault(schema => schema.Name == name);

    private static UsageSchema Consumable(string name, params ReadOnlySpan<UsageField> more) => new(
        "consumable." + name, 1, ConsentClass.Product,
        [Model, Category, Part, new Choice("level", UsageWords.Levels), new Whole("daysLeft", 0, 3_660, IsRequired: false), new Choice("basis", ["device", "estimate", "unknown"]), .. more]);

    private static UsageSchema Recommendation(string name, params ReadOnlySpan<UsageField> more) =>
        new("recommendation." + name, 1, ConsentClass.Recommendation, [RecId, Item, Arm, .. more]);
}
