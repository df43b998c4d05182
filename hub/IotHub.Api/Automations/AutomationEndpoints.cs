using System.Text.Json;
using IotHub.Api.Confirmation;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Automations;

/// <summary>The automations of the home.</summary>
internal static class AutomationEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("automations");
        group.MapGet("/automations", List)
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
            .WithName("runAutomation").WithSummary("Runs an automation").WithDescription("As if one of its triggers had fired; with ?conditions=true its conditions are looked at first. "
                + "What may open the home is answered 409 confirm-required first, with a nonce for the whole run; sent again with it in the header Confirm, it runs.")
            .Produces(StatusCodes.Status202Accepted).ProducesProblems(404, 409, 503);
        group.MapPost("/automations:validate", ValidateAsync)
            .WithName("validateAutomation").WithSummary("Checks an automation and saves nothing")
            .WithDescription("With ?id= it stands in for the automation of that id when it is looked at together with the others.").Accepts<JsonElement>("application/json")
            .Produces<ValidationBody>().ProducesProblems(400, 413, 415);
        group.MapGet("/automations/{id}/findings", FindingsAsync)
            .WithName("getAutomationFindings").WithSummary("What an automation does together with others that people hardly want").Produces<FindingsBody>().ProducesProblems(404);
        group.MapGet("/findings", async (LiveFeed feed, AutomationReview review, CancellationToken cancellationToken) =>
                TypedResults.Ok(await review.CheckAsync(feed.Home, null, null, cancellationToken)))
            .WithName("listFindings").WithSummary("What the automations of the home do that people hardly want").Produces<FindingsBody>();
    }

    private static Ok<AutomationBody[]> List(LiveFeed feed, AutomationReview review)
    {
        var home = feed.Home;
        var plans = review.Plans(home);
        return TypedResults.Ok(home.Automations.Values
            .Select(entry => Compose(entry, false) with { NextAt = plans.TryGetValue(entry.Id, out var plan) ? review.NextOf(plan, entry.Enabled) : null })
            .ToArray());
    }

    private static IResult Get(string id, HttpContext context, LiveFeed feed, AutomationReview review)
    {
        if (!feed.Home.Automations.TryGetValue(id, out var entry))
        {
            return Unknown(id);
        }

        context.Response.Headers.ETag = Preconditions.ETag(entry.Version);
        return Preconditions.IsNotModified(context.Request, entry.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(Whole(entry, feed.Home, review));
    }

    private static async Task<IResult> PutAsync(
        string id, HttpContext context, LiveFeed feed, Loop loop, AutomationReview review, IOptions<ApiOptions> options, CancellationToken cancellationToken)
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
        if (Fault(id, answer, home, out var saved) is { } refused)
        {
            return refused;
        }

        context.Response.Headers.ETag = Preconditions.ETag(saved.Version);
        var body = Whole(saved, home, review) with { Findings = (await review.CheckAsync(home, null, id, cancellationToken)).Findings };
        return known is null ? TypedResults.Created($"/api/v1/automations/{id}", body) : TypedResults.Ok(body);
    }

    private static async Task<IResult> FindingsAsync(string id, LiveFeed feed, AutomationReview review, CancellationToken cancellationToken) =>
        feed.Home.Automations.ContainsKey(id) ? TypedResults.Ok(await review.CheckAsync(feed.Home, null, id, cancellationToken)) : Unknown(id);

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
        if (Fault(id, answer, home, out var saved) is { } refused)
        {
            return refused;
        }

        context.Response.Headers.ETag = Preconditions.ETag(saved.Version);
        return TypedResults.Ok(Compose(saved, true));
    }

    private static async Task<IResult> ValidateAsync(
        HttpRequest request, LiveFeed feed, AutomationReview review, IOptions<ApiOptions> options, CancellationToken cancellationToken, string? id = null)
    {
        var (text, fault) = await DocumentText.ReadAsync(request, options.Value.BodyBytesMax, cancellationToken);
        if (text is null)
        {
            return fault!;
        }

        // The document may leave its id out; the file or address gives it then.
        var home = feed.Home;
        var result = review.Compile(text, id ?? "new", home);
        return TypedResults.Ok(new ValidationBody(result.Plan is not null, result.IsWaitingForDevices, DiagnosticBody.From(result.Diagnostics))
        {
            Sentences = result.Plan is { } plan ? review.Write(plan, home) : null,
            Findings = result.Plan is { } draft ? (await review.CheckAsync(home, draft, draft.Id, cancellationToken)).Findings : null,
        });
    }

    private static async Task<IResult> RunAsync(
        string id, HttpContext context, RunConfirmation confirmation, LiveFeed feed, Loop loop, CancellationToken cancellationToken, bool conditions = false)
    {
        if (!feed.Home.Automations.ContainsKey(id))
        {
            return Unknown(id);
        }

        if (confirmation.AskAutomation(id, context) is { } refusal)
        {
            return refusal;
        }

        var (answer, _) = await loop.AskAsync(new HubInput.RunAutomation(id, conditions, Commander.Actor), (_, _) => true, cancellationToken);
        return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.StatusCode(StatusCodes.Status202Accepted) : Problem.From(answer);
    }

    private static IResult? Fault(string id, HubAnswer? answer, HomeProjection home, out AutomationEntry saved)
    {
        saved = home.Automations.GetValueOrDefault(id)!;
        return answer is null ? Problem.LoopSilent() : !answer.Accepted ? Problem.From(answer) : saved is null ? Problem.LoopSilent() : null;
    }

    private static IResult Unknown(string id) => Problem.NotFound("automation.unknown", $"There is no automation '{id}'.");

    private static AutomationBody Whole(AutomationEntry entry, HomeProjection home, AutomationReview review) =>
        review.Compile(entry.Text, entry.Id, home).Plan is { } plan
            ? Compose(entry, true) with { NextAt = review.NextOf(plan, entry.Enabled), Sentences = review.Write(plan, home) }
            : Compose(entry, true);

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
