using IotHub.Automation.Documents;
using IotHub.Contracts.Json;

namespace IotHub.Insights.Feedback;

/// <summary>Checks that versions and ids are unique, and that the board and the releases tell the same story.</summary>
internal sealed class ReleaseNames(JsonNodeAt root, DocumentFaults faults)
{
    public void Check()
    {
        var shippedIn = CheckReleases();
        var ideas = new HashSet<string>(StringComparer.Ordinal);
        foreach (var idea in root.List("ideas"))
        {
            if (idea.Get("id") is not { Text: { } id } at)
            {
                continue;
            }

            if (!ideas.Add(id))
            {
                faults.Error(at, "id.duplicate", $"Another idea before this one has the id \"{id}\".", "Give it another id.");
            }

            CheckIdea(idea, at, shippedIn.TryGetValue(id, out var release) ? release : null);
        }
    }

    /// <summary>Which release answers which id.</summary>
    private Dictionary<string, ReleaseVersion> CheckReleases()
    {
        var versions = new HashSet<ReleaseVersion>();
        var shippedIn = new Dictionary<string, ReleaseVersion>(StringComparer.Ordinal);
        foreach (var release in root.List("releases"))
        {
            var version = Version(release, "version");
            if (version is { } own && !versions.Add(own))
            {
                faults.Error(release.Get("version")!, "version.duplicate", $"Another release before this one has the version {own}.", "Join the two.");
            }

            foreach (var answer in release.List("answers"))
            {
                if (answer.Text is { } id && !shippedIn.TryAdd(id, version ?? default))
                {
                    faults.Error(answer, "answer.duplicate", $"\"{id}\" is answered already, by {shippedIn[id]}.", "Leave it with the first release that has it.");
                }
            }
        }

        return shippedIn;
    }

    private void CheckIdea(JsonNodeAt idea, JsonNodeAt id, ReleaseVersion? answeredBy)
    {
        var isShipped = idea.TextOf("status") == "shipped";
        var named = Version(idea, "release");
        if (isShipped && idea.Get("release") is null)
        {
            faults.Error(idea, "release.missing", "A shipped idea needs \"release\".");
        }
        else if (!isShipped && idea.Get("release") is { } written)
        {
            faults.Error(written, "release.surplus", "Only a shipped idea has \"release\".", "Leave it out, or set \"status\" to \"shipped\".");
        }
        else if (isShipped && named is { } release && answeredBy != release)
        {
            faults.Error(idea.Get("release")!, "release.silent", $"No release {release} answers this idea.", $"Add its id to the \"answers\" of {release}.");
        }
        else if (!isShipped && answeredBy is { } shipped)
        {
            faults.Error(id, "status.late", $"The release {shipped} answers this idea.", "Set \"status\" to \"shipped\".");
        }
    }

    private static ReleaseVersion? Version(JsonNodeAt node, string member) => ReleaseVersion.TryParse(node.TextOf(member), out var version) ? version : null;
}
