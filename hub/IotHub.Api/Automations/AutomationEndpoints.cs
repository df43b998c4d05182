using System.Text;
using System.Text.Json;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Automation.Compilation;
using IotHub.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Automations;

/// <summary>The automations of the home.</summary>
internal static class AutomationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("automations");
        group.MapGet("/automations", IResult (LiveFeed feed) => TypedResults.Ok(feed.Home.Automations.Values.Select(entry => Compose(entry, false)).ToArray()))
            .WithName("listAutomations").WithSummary("All automations, in order of ids").Produces<AutomationBody[]>();
        group.MapGet("/automations/{id}", Get)
            .WithName("getAutomation").WithSummary("One automation with its text").Produces<AutomationBody>().Produces(304).ProducesProblems(404);
        group.MapPut("/automations/{id}", PutAsync)
            .WithName("putAutomation").WithSummary("Saves an automation").WithDescription("With If-Match only if nobody saved in between; with If-None-Match: * only if it is new.")
            .Accepts<JsonElement>("application/json")
            .Produces<AutomationBody>().Produces<AutomationBody>(StatusCodes.Status201Created).ProducesProblems(400, 412, 413, 415, 422, 503);
        group.MapDelete("/automations/{id}", DeleteAsync)
            .WithName("deleteAutomation").WithSummary("Deletes an automation").Produces(StatusCodes.Status204NoContent).ProducesProblems(404, 412, 503);
        group.MapPatch("/automations/{id}", PatchAsync)
            .WithName("patchAutomation").WithSummary("Switches an automation on or off").Accepts<AutomationPatchBody>("application/json")
            .Produces<AutomationBody>().ProducesProblems(400, 404, 412, 413, 415, 503);
        group.MapPost("/automations/{id}:enable", (string id, HttpContext context, LiveFeed feed, Loop loop, CancellationToken cancellationToken) =>
                EnableAsync(id, true, context, feed, loop, cancellationToken))
            .WithName("enableAutomation").WithSummary("Switches an automation on").Produces<AutomationBody>().ProducesProblems(404, 412, 503);
        group.MapPost("/automations/{id}:disable", (string id, HttpContext context, LiveFeed feed, Loop loop, CancellationToken cancellationToken) =>
                EnableAsync(id, false, context, feed, loop, cancellationToken))
            .WithName("disableAutomation").WithSummary("Switches an automation off").Produces<AutomationBody>().ProducesProblems(404, 412, 503);
        group.MapPost("/automations/{id}:run", RunAsync)
            .WithName("runAutomation").WithSummary("Runs an automation").WithDescription("As if one of its triggers had fired; with ?conditions=true its conditions are looked at first.")
            .Produces(StatusCodes.Status202Accepted).ProducesProblems(404, 503);
        group.MapPost("/automations:validate", ValidateAsync)
            .WithName("validateAutomation").WithSummary("Checks an automation and saves nothing").Accepts<JsonElement>("application/json")
            .Produces<ValidationBody>().ProducesProblems(400, 413, 415);
    }

    private static IResult Get(string id, HttpContext context, LiveFeed feed)
    {
        if (!feed.Home.Automations.TryGetValue(id, out var entry))
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
        var known = feed.Home.Automations.GetValueOrDefault(id);
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
            new HubInput.PutAutomation(id, text, Commander.Actor),
            (_, home) => home.Automations.TryGetValue(id, out var entry) && entry.Text == text,
            cancellationToken);
        return Saved(id, answer, home, context, known is null);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, LiveFeed feed, Loop loop, CancellationToken cancellationToken)
    {
        if (!feed.Home.Automations.TryGetValue(id, out var entry))
        {
            return Unknown(id);
        }

        if (Preconditions.Check(context.Request, entry.Version) is { } refusal)
        {
            return refusal;
        }

        var (answer, _) = await loop.AskAsync(new HubInput.RemoveAutomation(id), (_, home) => !home.Automations.ContainsKey(id), cancellationToken);
        return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.NoContent() : Problem.From(answer);
    }

    private static async Task<IResult> PatchAsync(
        string id, HttpContext context, LiveFeed feed, Loop loop, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(context.Request, ApiJson.Default.AutomationPatchBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? fault! : await EnableAsync(id, body.Enabled, context, feed, loop, cancellationToken);
    }

    private static async Task<IResult> EnableAsync(
        string id, bool isEnabled, HttpContext context, LiveFeed feed, Loop loop, CancellationToken cancellationToken)
    {
        if (!feed.Home.Automations.TryGetValue(id, out var entry))
        {
            return Unknown(id);
        }

        if (Preconditions.Check(context.Request, entry.Version) is { } refusal)
        {
            return refusal;
        }

        var (answer, home) = await loop.AskAsync(
            new HubInput.EnableAutomation(id, isEnabled),
            (_, home) => !home.Automations.TryGetValue(id, out var entry) || entry.Enabled == isEnabled,
            cancellationToken);
        return Saved(id, answer, home, context, false);
    }

    private static async Task<IResult> ValidateAsync(HttpRequest request, LiveFeed feed, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (text, fault) = await DocumentText.ReadAsync(request, options.Value.BodyBytesMax, cancellationToken);
        if (text is null)
        {
            return fault!;
        }

        // The document may leave its id out; the file or address gives it then.
        var result = AutomationCompiler.Compile(Encoding.UTF8.GetBytes(text), "new", new ProjectedHome(feed.Home));
        return TypedResults.Ok(new ValidationBody(result.Plan is not null, result.IsWaitingForDevices, DiagnosticBody.From(result.Diagnostics)));
    }

    private static async Task<IResult> RunAsync(string id, LiveFeed feed, Loop loop, CancellationToken cancellationToken, bool conditions = false)
    {
        if (!feed.Home.Automations.ContainsKey(id))
        {
            return Unknown(id);
        }

        var (answer, _) = await loop.AskAsync(new HubInput.RunAutomation(id, conditions, Commander.Actor), (_, _) => true, cancellationToken);
        return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.StatusCode(StatusCodes.Status202Accepted) : Problem.From(answer);
    }

    private static IResult Saved(string id, HubAnswer? answer, HomeProjection home, HttpContext context, bool isNew)
    {
        if (answer is null)
        {
            return Problem.LoopSilent();
        }

        if (!answer.Accepted)
        {
            return Problem.From(answer);
        }

        if (!home.Automations.TryGetValue(id, out var entry))
        {
            return Problem.LoopSilent();
        }

        context.Response.Headers.ETag = Preconditions.ETag(entry.Version);
        var body = Compose(entry, true);
        return isNew ? TypedResults.Created($"/api/v1/automations/{id}", body) : TypedResults.Ok(body);
    }

    private static IResult Unknown(string id) => Problem.NotFound("automation.unknown", $"There is no automation '{id}'.");

    private static AutomationBody Compose(AutomationEntry entry, bool isWhole) => new(
        entry.Id,
        entry.Name,
        entry.Version,
        entry.Enabled,
        SnapshotWriter.StatusText(entry.Status),
        entry.SavedBy,
        entry.SavedAt,
        entry.LastRunAt,
        DiagnosticBody.From(entry.Diagnostics),
        isWhole ? entry.Text : null);
}
