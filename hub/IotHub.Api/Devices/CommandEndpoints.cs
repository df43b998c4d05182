using IotHub.Api.Confirmation;
using IotHub.Api.Json;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Devices;

/// <summary>Commands to devices, for programs that do not hold a socket.</summary>
internal static class CommandEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("commands");
        group.MapPost("/devices/{name}/commands", SendAsync)
            .WithName("sendCommand").WithSummary("Asks a device to do something")
            .WithDescription("Answers 202 once it is sent. With wait=confirmed answers 200 when it has ended, whatever the end; state says how. "
                + "What opens the home is answered 409 confirm-required first, with a nonce; sent again with it in the header Confirm, it is done.")
            .Accepts<CommandRequestBody>("application/json")
            .Produces<CommandBody>(StatusCodes.Status202Accepted).Produces<CommandBody>()
            .ProducesProblems(400, 404, 409, 413, 415, 422, 503);
        group.MapGet("/commands/{id}", IResult (string id, CommandLedger ledger) =>
                ledger.Find(id) is { } command ? TypedResults.Ok(Compose(command)) : Problem.NotFound("command.unknown", $"There is no command '{id}', or it is forgotten."))
            .WithName("getCommand").WithSummary("How a command stands; remembered for some minutes").Produces<CommandBody>().ProducesProblems(404);
    }

    private static async Task<IResult> SendAsync(
        string name,
        string? wait,
        HttpRequest request,
        Commander commander,
        IIdSource ids,
        TimeProvider time,
        IOptions<ApiOptions> options,
        CancellationToken cancellationToken)
    {
        if (wait is not (null or "confirmed"))
        {
            return Problem.BadRequest("request.malformed", $"wait is '{wait}'; it can only be 'confirmed'.");
        }

        var (body, unreadable) = await JsonBody.ReadAsync(request, ApiJson.Default.CommandRequestBody, options.Value.BodyBytesMax, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (body.Id is { Length: 0 or > Commander.ClientIdCharsMax })
        {
            return Problem.BadRequest("request.malformed", $"id has {body.Id.Length} characters; it must have 1 to {Commander.ClientIdCharsMax}.");
        }

        var ask = new CommandAsk(name, body.Set, body.Call, body.In, body.Ttl, RequestClient.NonceOf(request.HttpContext));
        var (command, fault) = await commander.StartAsync(ask, body.Id ?? ids.Next(), RequestClient.NameOf(request.HttpContext), null, cancellationToken);
        if (fault is not null || command is null)
        {
            return fault?.Error.Confirm is { } confirm ? Problem.ConfirmRequired(confirm) : Refusal(fault!);
        }

        if (wait is null)
        {
            return TypedResults.Accepted($"/api/v1/commands/{Uri.EscapeDataString(command.ClientId)}", Compose(command));
        }

        // The loop ends each command by its deadline; the margin is for an answer that is on its way.
        using var patience = new CancellationTokenSource(options.Value.CommandTimeoutMax + options.Value.LoopTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await command.Ended.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem.LoopSilent();
        }

        return TypedResults.Ok(Compose(command));
    }

    private static IResult Refusal(CommandFault fault)
    {
        var code = fault.Error.Code;
        var status = code switch
        {
            "device.unknown" => StatusCodes.Status404NotFound,
            "command.malformed" => StatusCodes.Status400BadRequest,
            "hub.busy" or "hub.stopping" => StatusCodes.Status503ServiceUnavailable,
            "device.offline" => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        return Problem.Of(status, code, "The command was refused", fault.Message);
    }

    private static CommandBody Compose(TrackedCommand command) => new(
        command.ClientId,
        command.HubId,
        command.Device,
        CommandLedger.StatusText(command.Status),
        command.Error is { } error ? new CommandErrorBody(error.Code, error.Args) : null);
}
