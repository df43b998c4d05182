using System.Text.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Automations;

/// <summary>The people and the templates of the home, each at addresses of their own.</summary>
internal static class DocumentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        foreach (var kind in DocumentKinds.All.Where(kind => kind.Kind is DocumentKind.Person or DocumentKind.Template))
        {
            new Documents(kind).Map(api);
        }
    }

    private sealed class Documents(DocumentKinds kind)
    {
        public void Map(IEndpointRouteBuilder api)
        {
            var (path, word, name) = (kind.Path, kind.Word, kind.Name);
            var group = api.MapGroup(string.Empty).WithTags(path);
            group.MapGet($"/{path}", IResult (LiveFeed feed) => TypedResults.Ok(feed.Home.Documents(kind.Kind).Values.Select(entry => Compose(entry, false)).ToArray()))
                .WithName($"list{char.ToUpperInvariant(path[0])}{path[1..]}").WithSummary($"All {path}, in order of ids").Produces<DocumentBody[]>();
            group.MapGet($"/{path}/{{id}}", Get)
                .WithName($"get{name}").WithSummary($"One {word} with its text").Produces<DocumentBody>().Produces(304).ProducesProblems(404);
            group.MapPut($"/{path}/{{id}}", PutAsync)
                .WithName($"put{name}").WithSummary($"Saves a {word}").WithDescription("With If-Match only if nobody saved in between; with If-None-Match: * only if it is new.")
                .Accepts<JsonElement>("application/json")
                .Produces<DocumentBody>().Produces<DocumentBody>(StatusCodes.Status201Created).ProducesProblems(400, 412, 413, 415, 422, 503);
            group.MapDelete($"/{path}/{{id}}", DeleteAsync)
                .WithName($"delete{name}").WithSummary($"Deletes a {word}").Produces(StatusCodes.Status204NoContent).ProducesProblems(404, 412, 503);
        }

        private static DocumentBody Compose(DocumentEntry entry, bool isWhole) => new(
            entry.Id,
            entry.Name,
            entry.Version,
            SnapshotWriter.StatusText(entry.Status),
            entry.SavedBy,
            entry.SavedAt,
            DiagnosticBody.From(entry.Diagnostics),
            isWhole ? entry.Text : null);

        private IResult Get(string id, HttpContext context, LiveFeed feed)
        {
            if (!feed.Home.Documents(kind.Kind).TryGetValue(id, out var entry))
            {
                return Unknown(id);
            }

            context.Response.Headers.ETag = Preconditions.ETag(entry.Version);
            return Preconditions.IsNotModified(context.Request, entry.Version)
                ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
                : TypedResults.Ok(Compose(entry, true));
        }

        private async Task<IResult> PutAsync(
            string id, HttpContext context, LiveFeed feed, Loop loop, IOptions<ApiOptions> options, CancellationToken cancellationToken)
        {
            var known = feed.Home.Documents(kind.Kind).GetValueOrDefault(id);
            if ((DocumentText.CheckId(id) ?? Preconditions.Check(context.Request, known?.Version)) is { } refusal)
            {
                return refusal;
            }

            var (text, fault) = await DocumentText.ReadAsync(context.Request, options.Value.BodyBytesMax, cancellationToken);
            if (text is null)
            {
                return fault!;
            }

            var (answer, home) = await loop.AskAsync(
                kind.Put(id, text),
                (_, home) => home.Documents(kind.Kind).TryGetValue(id, out var entry) && entry.Text == text,
                cancellationToken);
            if (answer is { Accepted: false })
            {
                return Problem.From(answer);
            }

            if (answer is null || !home.Documents(kind.Kind).TryGetValue(id, out var saved))
            {
                return Problem.LoopSilent();
            }

            context.Response.Headers.ETag = Preconditions.ETag(saved.Version);
            var body = Compose(saved, true);
            return known is null ? TypedResults.Created($"/api/v1/{kind.Path}/{id}", body) : TypedResults.Ok(body);
        }

        private async Task<IResult> DeleteAsync(string id, HttpContext context, LiveFeed feed, Loop loop, CancellationToken cancellationToken)
        {
            if (!feed.Home.Documents(kind.Kind).TryGetValue(id, out var entry))
            {
                return Unknown(id);
            }

            if (Preconditions.Check(context.Request, entry.Version) is { } refusal)
            {
                return refusal;
            }

            var (answer, _) = await loop.AskAsync(new HubInput.RemoveDocument(kind.Kind, id), (_, home) => !home.Documents(kind.Kind).ContainsKey(id), cancellationToken);
            return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.NoContent() : Problem.From(answer);
        }

        private IResult Unknown(string id) => Problem.NotFound($"{kind.Word}.unknown", $"There is no {kind.Word} '{id}'.");
    }
}
