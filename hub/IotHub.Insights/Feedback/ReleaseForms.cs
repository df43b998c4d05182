using System.Globalization;
using IotHub.Automation.Documents.Forms;
using IotHub.Insights.Catalogue;
using IotHub.Insights.UsageEvents;

namespace IotHub.Insights.Feedback;

/// <summary>What a document of release notes may hold. Reader and schema are made from it.</summary>
internal static class ReleaseForms
{
    public static WordType Rings { get; } = new("ring", "alpha", "beta", "stable");

    public static WordType Statuses { get; } = new("status", "open", "planned", "shipped");

    private static FormType Version { get; } = new PatternType("version", "a version of one to three numbers, \"1.4.0\"", "^[0-9]{1,6}(\\.[0-9]{1,6}){0,2}$", text => ReleaseVersion.TryParse(text, out _), 20)
    {
        Guess = written => ReleaseVersion.TryParse(written.TrimStart('v'), out var version) ? $"Did you mean \"{version}\"?" : null,
    };

    private static FormType Date { get; } = new PatternType("date", "a day, \"2026-11-20\"", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", text => TryDate(text, out _), 10);

    private static FormType Id { get; } = new PatternType("id", "a UUID in lower-case letters", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", UsageForm.Id.Pattern.IsMatch, 36);

    private static FormType Notes { get; } = Both("notes", "What is new, in both languages", FeedbackBounds.NotesLengthMax);

    private static FormType Title { get; } = Both("title", "What it is, in both languages", FeedbackBounds.TitleLengthMax);

    public static Form Release { get; } = new("release", [], "A release")
    {
        Members =
        [
            Needs("version", Version, "Its version."), new("date", Date, "The day on which it came out; left out while it has not."), Needs("ring", Rings, "The ring in which it first came."),
            Needs("notes", Notes, "What is new."), new("answers", new ListType(Id, FeedbackBounds.AnswersMax, mayBeEmpty: true), "Ids of items of feedback and of ideas that it ships."),
        ],
    };

    public static Form Idea { get; } = new("idea", [], "An idea")
    {
        Members =
        [
            Needs("id", Id, "Its id."), Needs("title", Title, "What it is."), Needs("status", Statuses, "How it stands."), new("release", Version, "The release that has it; only where it is shipped, and then needed."),
        ],
    };

    public static Form Document { get; } = new("releases", [], "Release notes and ideas")
    {
        Members =
        [
            new("$schema", new TextType(500), "For editors."), Needs("format", new NumberType(1, 1, isWhole: true), "1."),
            Needs("releases", new ListType(new ObjectType(Release), FeedbackBounds.ReleasesMax, mayBeEmpty: true), "All releases, in any order."),
            Needs("ideas", new ListType(new ObjectType(Idea), FeedbackBounds.IdeasMax, mayBeEmpty: true), "The board of ideas, in the order in which it is shown."),
        ],
    };

    /// <summary>Reads a day as the form wants it.</summary>
    public static bool TryDate(string text, out DateOnly date) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static ObjectType Both(string name, string title, int lengthMax) => new(new Form(name, [], title)
    {
        Members = [Needs("en", new TextType(lengthMax, 1), "English."), Needs("zh", new TextType(lengthMax, 1), "Chinese, simplified.")],
    });

    private static FormMember Needs(string name, FormType type, string meaning) => new(name, type, meaning) { IsRequired = true };
}
