using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Makers.Simulation;
using IotHub.Api.Problems;
using IotHub.Contracts.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Makers.Certification;

/// <summary>Certification of devices from the app: one run at a time, followed by asking again.</summary>
internal static class CertificationEndpoints
{
    private const int ClientIdCharsMax = 128;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/certification").WithTags("certification");
        group.MapGet(string.Empty, IResult (int? since, IEnumerable<ICertificationDesk> desks) =>
                desks.FirstOrDefault() is { } desk ? TypedResults.Ok(desk.Look(Math.Max(0, since ?? 0))) : Off())
            .WithName("getCertification").WithSummary("How the certification stands").WithDescription("`since` is how many findings are known already. Only with --demo, or while Makers:Simulator is on.")
            .Produces<CertificationBody>().ProducesProblems(400, 404);
        group.MapPost(string.Empty, StartAsync)
            .WithName("startCertification").WithSummary("Begins a certification")
            .Accepts<CertificationOrderBody>("application/json").Produces<CertificationBody>(StatusCodes.Status202Accepted).ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapPost("/answer", AnswerAsync)
            .WithName("answerCertification").WithSummary("What the person at the device says")
            .Accepts<CertificationAnswerBody>("application/json").Produces(204).ProducesProblems(400, 404, 409, 413, 415);
        group.MapDelete(string.Empty, IResult (IEnumerable<ICertificationDesk> desks) =>
            {
                if (desks.FirstOrDefault() is not { } desk)
                {
                    return Off();
                }

                desk.Cancel();
                return TypedResults.NoContent();
            })
            .WithName("cancelCertification").WithSummary("Ends the certification that goes on, if one does").Produces(204).ProducesProblems(404);
        group.MapGet("/report", IResult (IEnumerable<ICertificationDesk> desks) =>
                desks.FirstOrDefault() is not { } desk ? Off()
                : desk.Report is { } report ? TypedResults.Text(report, "application/json")
                : Problem.NotFound("certification.none", "No certification has come to its end since the hub started."))
            .WithName("getCertificationReport").WithSummary("The report of the last certification, as device-sim certify --json writes it")
            .Produces(StatusCodes.Status200OK, contentType: "application/json").ProducesProblems(404);
    }

    private static IResult Off() => Problem.NotFound("certification.off", "Nothing is certified here. Start the hub with --demo, or with Makers:Simulator on; device-sim certify needs neither.");

    private static async Task<IResult> StartAsync(
        HttpRequest request, IEnumerable<ICertificationDesk> desks, IEnumerable<IContractSource> sources, LiveFeed feed, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (desks.FirstOrDefault() is not { } desk)
        {
            return Off();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.CertificationOrderBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (Read(body, feed, sources, out var order) is { } refusal)
        {
            return refusal;
        }

        return desk.Start(order!) is not { } fault ? TypedResults.Accepted("/api/v1/certification", desk.Look(0))
            : Problem.Of(
                fault.Code switch { "certification.busy" => 409, "simulated.unknown" => 404, _ => StatusCodes.Status503ServiceUnavailable }, fault.Code, "It was not begun", fault.Reason);
    }

    private static IResult? Read(CertificationOrderBody body, LiveFeed feed, IEnumerable<IContractSource> sources, out CertificationOrder? order)
    {
        order = null;
        var all = body.AllActions ?? false;
        if (body.Simulated is { } simulated)
        {
            if (body is not { Contract: null, Document: null, Did: null, ClientId: null, ByHand: null })
            {
                return Problem.BadRequest("request.malformed", "'simulated' goes only with 'allActions': everything else is known of a simulated device.");
            }

            order = new CertificationOrder(simulated, null, null, null, false, all);
            return null;
        }

        if (body.Did is null || !DeviceTopics.IsValidDid(body.Did))
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, "certification.did", "It cannot be so", $"'did' is '{body.Did}'; expected 1 to {DeviceTopics.DidLengthMax} characters without / + # and control characters (clause G-1).");
        }

        if (body.ClientId is { Length: 0 or > ClientIdCharsMax })
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, "certification.client-id", "It cannot be so", $"'clientId' has {body.ClientId.Length} characters; expected 1 to {ClientIdCharsMax}.");
        }

        var (contract, refusal) = AddingEndpoints.Find(body.Contract, body.Document, feed, sources);
        order = contract is null ? null : new CertificationOrder(null, contract, body.Did, body.ClientId, body.ByHand ?? false, all);
        return refusal;
    }

    private static async Task<IResult> AnswerAsync(HttpRequest request, IEnumerable<ICertificationDesk> desks, IOptions<ApiOptions> options, CancellationToken cancellationToken)
    {
        if (desks.FirstOrDefault() is not { } desk)
        {
            return Off();
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.CertificationAnswerBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null ? unreadable!
            : desk.TryAnswer(body.Question, body.Done) ? TypedResults.NoContent()
            : Problem.Of(StatusCodes.Status409Conflict, "certification.not-asked", "That is not asked now", $"Question {body.Question} is not open.");
    }
}
