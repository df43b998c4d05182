using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Contracts.Comparison;
using IotHub.Runtime;
using IotHub.Runtime.Replacement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Devices;

/// <summary>Other hardware for a device's name: what would come of it, doing it, and taking it back.</summary>
internal static class ReplaceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/devices/{name}/replace").WithTags("devices");
        group.MapPost("/preview", PreviewAsync)
            .WithName("previewReplace").WithSummary("What other hardware for a name would keep, change and break; nothing changes").Accepts<ReplaceBody>("application/json")
            .Produces<ReplacementBody>().ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapPost(string.Empty, ReplaceAsync)
            .WithName("replaceDevice").WithSummary("Binds a name to other hardware; label, room, history and automations stay")
            .WithDescription("Where an automation or a scene would have errors by it, it is refused with replace.breaks unless acceptBreaks is true. The hardware that goes is found again and does not join by itself.")
            .Accepts<ReplaceBody>("application/json").Produces<ReplacementBody>().ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapPost("/undo", UndoAsync)
            .WithName("undoReplace").WithSummary("Binds a name to the hardware that it had before")
            .Produces<ReplacementBody>().ProducesProblems(404, 409, 422, 503);
    }

    private static async Task<IResult> PreviewAsync(string name, HttpRequest request, Loop loop, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.ReplaceBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? fault! : Answer((await loop.AskAsync(new HubInput.PreviewReplace(name, body.Did), (_, _) => true, cancellationToken)).Answer);
    }

    private static async Task<IResult> ReplaceAsync(string name, HttpRequest request, Loop loop, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.ReplaceBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? fault! : Answer((await loop.AskAsync(
            new HubInput.Replace(name, body.Did, Commander.Actor, body.AcceptBreaks),
            (_, home) => !home.Devices.TryGetValue(name, out var view) || view.Device.Did == body.Did,
            cancellationToken)).Answer);
    }

    private static async Task<IResult> UndoAsync(string name, Loop loop, CancellationToken cancellationToken) => Answer((await loop.AskAsync(
        new HubInput.UndoReplace(name, Commander.Actor),
        (answer, home) => answer.Replacement is not { } undone || !home.Devices.TryGetValue(name, out var view) || view.Device.Did == undone.ToDid,
        cancellationToken)).Answer);

    private static IResult Answer(HubAnswer? answer) => answer is null ? Problem.LoopSilent()
        : !answer.Accepted ? Problem.From(answer)
        : answer.Replacement is { } preview ? TypedResults.Ok(Compose(preview))
        : Problem.LoopSilent();

    private static ReplacementBody Compose(ReplacementPreview preview) => new(
        preview.Device,
        preview.FromDid,
        preview.FromContract,
        preview.ToDid,
        preview.ToContract,
        preview.Breaks,
        [.. preview.Nodes.Select(node => new ReplacedNodeBody(Text(node.Kind), node.Address, Text(node.Verdict), preview.Used.Contains(node.Address), node.Reasons))],
        [.. preview.Documents.Select(Compose)],
        preview.LostValues);

    private static ReplacedDocumentBody Compose(DocumentForecast document) => new(
        document.IsScene ? "scene" : "automation",
        document.Id,
        document.Name,
        Text(document.Fate),
        [.. document.Uses.Select(node => node.Address)],
        DiagnosticBody.From(document.Diagnostics));

    private static string Text(DocumentFate fate) => fate switch
    {
        DocumentFate.Kept => "kept",
        DocumentFate.Changed => "changed",
        DocumentFate.Broken => "broken",
        DocumentFate.StillBroken => "still-broken",
        _ => "mended",
    };

    private static string Text(CoverVerdict verdict) => verdict switch
    {
        CoverVerdict.Kept => "kept",
        CoverVerdict.Changed => "changed",
        _ => "missing",
    };

    private static string Text(ContractNodeKind kind) => kind switch
    {
        ContractNodeKind.Action => "action",
        ContractNodeKind.Event => "event",
        _ => "property",
    };
}
