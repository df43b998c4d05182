using IotHub.Api.Confirmation;
using IotHub.Api.Json;
using IotHub.Runtime;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Problems;

/// <summary>Makes the answers to refused requests.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    public static IResult Of(int status, string code, string title, string detail, IReadOnlyList<DiagnosticBody>? diagnostics = null) =>
        TypedResults.Json(
            new ProblemBody($"urn:iothub:problem:{code}", title, status, detail, code, diagnostics), ApiJson.Default.ProblemBody, ContentType, status);

    public static IResult NotFound(string code, string detail) => Of(StatusCodes.Status404NotFound, code, "There is no such thing", detail);

    public static IResult BadRequest(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, "The request cannot be used", detail);

    public static IResult Stale(string detail) =>
        Of(StatusCodes.Status412PreconditionFailed, "document.stale", "Somebody else saved in between", detail);

    public static IResult ConfirmRequired(ConfirmBody confirm) => TypedResults.Json(
        new ProblemBody(
            $"urn:iothub:problem:{ConfirmationDesk.Code}", "A person has to confirm it", StatusCodes.Status409Conflict, ConfirmationDesk.Sentence(confirm), ConfirmationDesk.Code, null, confirm),
        ApiJson.Default.ProblemBody,
        ContentType,
        StatusCodes.Status409Conflict);

    public static IResult LoopSilent() =>
        Of(StatusCodes.Status503ServiceUnavailable, "hub.busy", "The hub is busy", "The hub did not answer in time; whether it was done is not known. Look before trying again.");

    /// <summary>The refusal of the loop, with the status that its code stands for.</summary>
    public static IResult From(HubAnswer answer)
    {
        var code = answer.ErrorCode ?? "hub.refused";
        var (status, title) = code switch
        {
            "hub.stopping" or "hub.busy" => (StatusCodes.Status503ServiceUnavailable, "The hub is busy"),
            _ when code.EndsWith(".unknown", StringComparison.Ordinal) || code == "device.not-found" => (StatusCodes.Status404NotFound, "There is no such thing"),
            _ when code.EndsWith(".exists", StringComparison.Ordinal) || code is "device.adopted" or "device.offline"
                || code.StartsWith("replace.", StringComparison.Ordinal) =>
                (StatusCodes.Status409Conflict, "It does not fit how things stand"),
            _ => (StatusCodes.Status422UnprocessableEntity, "The hub refused it"),
        };
        var diagnostics = answer.Diagnostics.IsDefaultOrEmpty ? null : DiagnosticBody.From(answer.Diagnostics);
        return Of(status, code, title, answer.Message ?? code, diagnostics);
    }
}
