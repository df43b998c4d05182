using System.Text;
using System.Text.Json;
using IotHub.Api.Json;
using IotHub.Api.Problems;
using IotHub.Automation.Compilation;
using IotHub.Automation.Preview;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Automations;

/// <summary>Trying a draft before it acts.</summary>
internal static class PreviewEndpoints
{
    private const int DaysDefault = 7;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/automations:preview", PreviewAsync)
            .WithName("previewAutomation").WithTags("automations").WithSummary("Tries a draft against recorded history or a scenario, with no effect")
            .WithDescription("What it would have done, where that differs from the saved version, and what could not be known. One at a time.")
            .Accepts<PreviewRequestBody>("application/json")
            .Produces<PreviewBody>().ProducesProblems(400, 413, 415, 422, 503);

    private static async Task<IResult> PreviewAsync(HttpRequest request, PreviewDesk desk, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        var (bytes, fault) = await JsonBody.ReadBytesAsync(request, options.Value.BodyBytesMax, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        if (!TryRead(bytes, out var body, out var wrong))
        {
            return Problem.BadRequest("request.malformed", wrong);
        }

        var text = body.Text.ValueKind == JsonValueKind.String ? body.Text.GetString()! : body.Text.GetRawText();
        var id = body.Id ?? "new";
        if (body.Id is not null && DocumentText.CheckId(body.Id) is { } refusal)
        {
            return refusal;
        }

        if (body.Scenario is null && !desk.CanLookBack)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "preview.no-history", "There is no history", "This hub records no history; give a scenario.");
        }

        try
        {
            var tried = body.Scenario is { } scenario
                ? await desk.TryAsync(id, text, Encoding.UTF8.GetBytes(scenario.GetRawText()), cancellationToken)
                : await desk.TryAsync(id, text, body.Days ?? DaysDefault, cancellationToken);
            return tried switch
            {
                null => Problem.Of(StatusCodes.Status503ServiceUnavailable, "preview.busy", "The hub is busy", "Another preview is under way; one is tried at a time."),
                { Result: { } result } => TypedResults.Ok(PreviewBody.Of(result)),
                { Diagnostics: var diagnostics } => Problem.Of(
                    StatusCodes.Status422UnprocessableEntity, "preview.invalid", "It cannot be tried", "The draft or the scenario has faults, or names a device that is not here.", DiagnosticBody.From(diagnostics)),
            };
        }
        catch (StoreException trouble)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "preview.no-history", "History cannot be read", trouble.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "preview.too-long", "It took too long", "The preview was given up after two minutes; try fewer days.");
        }
    }

    // By hand: a document may be nested deeper than bodies of the API are.
    private static bool TryRead(ReadOnlyMemory<byte> bytes, out PreviewRequestBody body, out string wrong)
    {
        body = new PreviewRequestBody(default, null, null, null);
        try
        {
            using var parsed = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = AutomationLimits.JsonDepthMax + 2 });
            wrong = parsed.RootElement.ValueKind == JsonValueKind.Object ? string.Empty : "The body is an object with the member 'text'.";
            if (wrong.Length > 0)
            {
                return false;
            }

            foreach (var member in parsed.RootElement.EnumerateObject())
            {
                switch (member.Name)
                {
                    case "text" when member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.String:
                        body = body with { Text = member.Value.Clone() };
                        break;
                    case "id" when member.Value.ValueKind == JsonValueKind.String:
                        body = body with { Id = member.Value.GetString() };
                        break;
                    case "days" when member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out var days) && days is >= 1 and <= PreviewLimits.DaysMax:
                        body = body with { Days = days };
                        break;
                    case "scenario" when member.Value.ValueKind == JsonValueKind.Object:
                        body = body with { Scenario = member.Value.Clone() };
                        break;
                    default:
                        wrong = $"The member '{member.Name}' is not known here or has no such value: 'text' is a document or its text, 'id' a text, 'days' 1 to {PreviewLimits.DaysMax}, 'scenario' an object.";
                        return false;
                }
            }

            wrong = body.Text.ValueKind == JsonValueKind.Undefined ? "The member 'text' is missing."
                : body is { Days: not null, Scenario: not null } ? "Either 'days' or 'scenario' may be given, not both."
                : string.Empty;
            return wrong.Length == 0;
        }
        catch (JsonException exception)
        {
            wrong = $"The body is no JSON, or nested too deep (line {(exception.LineNumber ?? 0) + 1}).";
            return false;
        }
    }
}
