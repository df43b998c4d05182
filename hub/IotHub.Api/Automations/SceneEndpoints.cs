using System.Text.Json;
using IotHub.Api.Confirmation;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Automations;

/// <summary>The scenes of the home.</summary>
internal static class SceneEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("scenes");
        group.MapGet("/scenes", IResult (LiveFeed feed) => TypedResults.Ok(feed.Home.Scenes.Values.Select(entry => Compose(entry, false)).ToArray()))
            .WithName("listScenes").WithSummary("All scenes, in order of ids").Produces<SceneBody[]>();
        group.MapGet("/scenes/{id}", Get)
            .WithName("getScene").WithSummary("One scene with its text").Produces<SceneBody>().Produces(304).ProducesProblems(404);
        group.MapPut("/scenes/{id}", PutAsync)
            .WithName("putScene").WithSummary("Saves a scene").WithDescription("With If-Match only if nobody saved in between; with If-None-Match: * only if it is new.")
            .Accepts<JsonElement>("application/json")
            .Produces<SceneBody>().Produces<SceneBody>(StatusCodes.Status201Created).ProducesProblems(400, 412, 413, 415, 422, 503);
        group.MapDelete("/scenes/{id}", DeleteAsync)
            .WithName("deleteScene").WithSummary("Deletes a scene").Produces(StatusCodes.Status204NoContent).ProducesProblems(404, 412, 503);
        group.MapPost("/scenes/{id}/run", RunAsync)
            .WithName("runScene").WithSummary("Runs a scene")
            .WithDescription("What opens the home is answered 409 confirm-required first, with a nonce for the whole scene; sent again with it in the header Confirm, it runs.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblems(404, 409, 422, 503);
    }

    private static IResult Get(string id, HttpContext context, LiveFeed feed)
    {
        if (!feed.Home.Scenes.TryGetValue(id, out var entry))
        {
            return Unknown(id);
        }

        context.Response.Headers.ETag = Preconditions.ETag(entry.Version);
        return Preconditions.IsNotModified(context.Request, entry.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(Compose(entry, true));
    }

    private static async Task<IResult> PutAsync(
        string id, HttpContext context, LiveFeed feed, Loop loop, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var known = feed.Home.Scenes.GetValueOrDefault(id);
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
            new HubInput.PutScene(id, text, Commander.Actor),
            (_, home) => home.Scenes.TryGetValue(id, out var entry) && entry.Text == text,
            cancellationToken);
        if (answer is null)
        {
            return Problem.LoopSilent();
        }

        if (!answer.Accepted)
        {
            return Problem.From(answer);
        }

        if (!home.Scenes.TryGetValue(id, out var saved))
        {
            return Problem.LoopSilent();
        }

        context.Response.Headers.ETag = Preconditions.ETag(saved.Version);
        var body = Compose(saved, true);
        return known is null ? TypedResults.Created($"/api/v1/scenes/{id}", body) : TypedResults.Ok(body);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, LiveFeed feed, Loop loop, CancellationToken cancellationToken)
    {
        if (!feed.Home.Scenes.TryGetValue(id, out var entry))
        {
            return Unknown(id);
        }

        if (Preconditions.Check(context.Request, entry.Version) is { } refusal)
        {
            return refusal;
        }

        var (answer, _) = await loop.AskAsync(new HubInput.RemoveScene(id), (_, home) => !home.Scenes.ContainsKey(id), cancellationToken);
        return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.NoContent() : Problem.From(answer);
    }

    private static async Task<IResult> RunAsync(string id, HttpContext context, RunConfirmation confirmation, Loop loop, CancellationToken cancellationToken)
    {
        if (confirmation.AskScene(id, context) is { } refusal)
        {
            return refusal;
        }

        var (answer, _) = await loop.AskAsync(new HubInput.RunScene(id, Commander.Actor), static (_, _) => true, cancellationToken);
        return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.NoContent() : Problem.From(answer);
    }

    private static IResult Unknown(string id) => Problem.NotFound("scene.unknown", $"There is no scene '{id}'.");

    private static SceneBody Compose(SceneEntry entry, bool isWhole) => new(
        entry.Id,
        entry.Name,
        entry.Icon,
        entry.Version,
        SnapshotWriter.StatusText(entry.Status),
        entry.SavedBy,
        entry.SavedAt,
        DiagnosticBody.From(entry.Diagnostics),
        isWhole ? entry.Text : null);
}
