using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Automation.Documents;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Automations;

/// <summary>What documents were before, what changed, and how to have it back. Also of documents that were deleted.</summary>
internal static class VersionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        foreach (var kind in DocumentKinds.All)
        {
            var group = api.MapGroup(string.Empty).WithTags(kind.Path);
            group.MapGet($"/{kind.Path}/{{id}}/versions", (string id, LiveFeed feed, IDocumentVersions versions, CancellationToken cancellationToken) =>
                    ListAsync(kind, id, feed, versions, cancellationToken))
                .WithName($"list{kind.Name}Versions").WithSummary($"All kept versions of one {kind.Word}, newest first").Produces<VersionBody[]>().ProducesProblems(404);
            group.MapGet($"/{kind.Path}/{{id}}/versions/{{version}}", (string id, int version, LiveFeed feed, IDocumentVersions versions, CancellationToken cancellationToken) =>
                    GetAsync(kind, id, version, feed, versions, cancellationToken))
                .WithName($"get{kind.Name}Version").WithSummary($"One version of one {kind.Word} with its text").Produces<VersionBody>().ProducesProblems(404);
            group.MapGet($"/{kind.Path}/{{id}}/versions/{{version}}/changes", (string id, int version, IDocumentVersions versions, CancellationToken cancellationToken, int? since = null) =>
                    CompareAsync(kind, id, version, since, versions, cancellationToken))
                .WithName($"get{kind.Name}Changes").WithSummary($"What changed in one {kind.Word}").WithDescription("Since the version before, or ?since= another one.")
                .Produces<DifferenceBody>().ProducesProblems(404);
            group.MapPost($"/{kind.Path}/{{id}}:restore", (
                    string id, HttpContext context, LiveFeed feed, Loop loop, IDocumentVersions versions, IOptions<ApiOptions> options, CancellationToken cancellationToken) =>
                    RestoreAsync(kind, id, context, feed, loop, versions, options, cancellationToken))
                .WithName($"restore{kind.Name}").WithSummary($"Saves an earlier version of one {kind.Word} again, as a new version").Accepts<RestoreBody>("application/json")
                .Produces<VersionBody>().ProducesProblems(400, 404, 412, 413, 415, 422, 503);
        }
    }

    private static async Task<IResult> ListAsync(DocumentKinds kind, string id, LiveFeed feed, IDocumentVersions versions, CancellationToken cancellationToken)
    {
        var all = await versions.VersionsAsync(kind.Kind, id, cancellationToken);
        return all.IsEmpty ? Unknown(kind, id) : TypedResults.Ok(all.Select(version => Compose(version, kind, feed.Home, false)).ToArray());
    }

    private static async Task<IResult> GetAsync(DocumentKinds kind, string id, int version, LiveFeed feed, IDocumentVersions versions, CancellationToken cancellationToken) =>
        await FindAsync(kind, id, version, versions, cancellationToken) is { } found ? TypedResults.Ok(Compose(found, kind, feed.Home, true)) : Unknown(kind, id, version);

    private static async Task<IResult> CompareAsync(DocumentKinds kind, string id, int version, int? since, IDocumentVersions versions, CancellationToken cancellationToken)
    {
        if (await FindAsync(kind, id, version, versions, cancellationToken) is not { } later)
        {
            return Unknown(kind, id, version);
        }

        var from = since ?? version - 1;
        StoredDocument? earlier = null;
        if (from > 0 && (earlier = await FindAsync(kind, id, from, versions, cancellationToken)) is null)
        {
            return Unknown(kind, id, from);
        }

        var changes = DocumentDifference.Between(earlier?.Text ?? "{}", later.Text);
        return TypedResults.Ok(new DifferenceBody(
            from,
            version,
            [.. changes.Take(DocumentDifference.ChangesMax).Select(change => new ChangeBody(change.Pointer, change.Before, change.After))],
            changes.Length <= DocumentDifference.ChangesMax));
    }

    private static async Task<IResult> RestoreAsync(
        DocumentKinds kind, string id, HttpContext context, LiveFeed feed, Loop loop, IDocumentVersions versions, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(context.Request, ApiJson.Default.RestoreBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return fault!;
        }

        if (Preconditions.Check(context.Request, kind.Find(feed.Home, id)?.Version) is { } refusal)
        {
            return refusal;
        }

        if (await FindAsync(kind, id, body.Version, versions, cancellationToken) is not { } wanted)
        {
            return Unknown(kind, id, body.Version);
        }

        var (answer, home) = await loop.AskAsync(kind.Put(id, wanted.Text), (_, home) => kind.Find(home, id)?.Text == wanted.Text, cancellationToken);
        if (answer is { Accepted: false })
        {
            return Problem.From(answer);
        }

        if (answer is null || kind.Find(home, id) is not var (_, version, savedAt))
        {
            return Problem.LoopSilent();
        }

        context.Response.Headers.ETag = Preconditions.ETag(version);
        return TypedResults.Ok(new VersionBody(version, Commander.Actor, savedAt, true, wanted.Text));
    }

    /// <summary>The newest version of that number.</summary>
    private static async ValueTask<StoredDocument?> FindAsync(DocumentKinds kind, string id, int version, IDocumentVersions versions, CancellationToken cancellationToken) =>
        (await versions.VersionsAsync(kind.Kind, id, cancellationToken)).FirstOrDefault(stored => stored.Version == version);

    private static VersionBody Compose(StoredDocument stored, DocumentKinds kind, HomeProjection home, bool isWhole) => new(
        stored.Version,
        stored.SavedBy,
        stored.SavedAt,
        kind.Find(home, stored.Id) is var (_, version, savedAt) && version == stored.Version && savedAt == stored.SavedAt,
        isWhole ? stored.Text : null);

    private static IResult Unknown(DocumentKinds kind, string id) => Problem.NotFound($"{kind.Word}.unknown", $"There is no {kind.Word} '{id}', and was none that is kept.");

    private static IResult Unknown(DocumentKinds kind, string id, int version) => Problem.NotFound("version.unknown", $"No version {version} of the {kind.Word} '{id}' is kept.");
}
