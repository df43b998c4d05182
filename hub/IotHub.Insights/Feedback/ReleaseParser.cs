using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Feedback;

/// <summary>Reads release notes. Every fault is told with its place; one error refuses the whole.</summary>
public static class ReleaseParser
{
    private const string Kind = "releases";

    /// <summary>Reads a whole document.</summary>
    /// <param name="utf8Json">The text; it must not change while this runs.</param>
    public static ReleaseParseResult Parse(ReadOnlyMemory<byte> utf8Json)
    {
        var faults = new DocumentFaults(Kind);
        if (utf8Json.Length > FeedbackBounds.DocumentBytesMax)
        {
            faults.Add(new Diagnostic(DiagnosticSeverity.Error, $"{Kind}.limit", string.Empty, 1, 1,
                $"The release notes have {utf8Json.Length} bytes; at most {FeedbackBounds.DocumentBytesMax} are allowed."));
            return Result(null, faults);
        }

        if (!PositionedJson.TryParse(utf8Json, FeedbackBounds.JsonDepthMax, out var root, out var fault))
        {
            faults.Add(fault);
            return Result(null, faults);
        }

        new FormCheck(faults).Check(root, "A document of release notes", ReleaseForms.Document);
        if (root.Kind != System.Text.Json.JsonValueKind.Object)
        {
            return Result(null, faults);
        }

        // Ids are compared even where the form is wrong, so that one reading tells everything.
        new ReleaseNames(root, faults).Check();
        return faults.HasErrors ? Result(null, faults) : Result(Read(root), faults);
    }

    private static ReleaseHistory Read(JsonNodeAt root) => new(
        [.. root.List("releases").Select(ReadRelease)],
        [.. root.List("ideas").Select(ReadIdea)]);

    private static Release ReadRelease(JsonNodeAt node) => new(
        VersionOf(node, "version") ?? default,
        node.TextOf("date") is { } text && ReleaseForms.TryDate(text, out var date) ? date : null,
        (FeedbackRing)ReleaseForms.Rings.Words.IndexOf(node.TextOf("ring") ?? string.Empty),
        Both(node, "notes"),
        [.. node.Texts("answers").Select(Guid.Parse)]);

    private static Idea ReadIdea(JsonNodeAt node) => new(
        Guid.Parse(node.TextOf("id")!),
        Both(node, "title"),
        (IdeaStatus)ReleaseForms.Statuses.Words.IndexOf(node.TextOf("status") ?? string.Empty),
        VersionOf(node, "release"));

    private static ReleaseVersion? VersionOf(JsonNodeAt node, string member) => ReleaseVersion.TryParse(node.TextOf(member), out var version) ? version : null;

    private static LocalText Both(JsonNodeAt node, string member) =>
        node.Get(member) is { } text ? new LocalText(text.TextOf("en") ?? string.Empty, text.TextOf("zh") ?? string.Empty) : new LocalText(string.Empty, string.Empty);

    private static ReleaseParseResult Result(ReleaseHistory? history, DocumentFaults faults)
    {
        var all = faults.ToImmutable();
        return new ReleaseParseResult(history, [.. all.Take(FeedbackBounds.FaultsMax)], Math.Max(0, all.Length - FeedbackBounds.FaultsMax));
    }
}
