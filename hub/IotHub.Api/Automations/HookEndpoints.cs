using System.Text;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.Api.Automations;

/// <summary>Hooks of automations. The name of a hook is its secret, so that one nobody listens to is answered as an address that is not there.</summary>
internal static class HookEndpoints
{
    private const int BodyBytesMax = 64 * 1024;

    private static readonly (string Method, string Name)[] Methods = [("GET", "callHookByGet"), ("POST", "callHook"), ("PUT", "callHookByPut")];

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var (method, name) in Methods)
        {
            app.MapMethods("/webhooks/{hook}", [method], CallAsync)
                .WithTags("automations").WithName(name).WithSummary("Calls a hook of an automation").WithDescription("The body is text of at most 64 KiB, trigger.payload in the automation.")
                .Produces(StatusCodes.Status202Accepted).ProducesProblems(404, 413, 503);
        }
    }

    private static async Task<IResult> CallAsync(string hook, HttpRequest request, Loop loop, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "body.too-large", "The body is too large", $"A hook takes at most {BodyBytesMax} bytes.");
        }

        var (answer, _) = await loop.AskAsync(new HubInput.HookCalled(hook, request.Method, body), (_, _) => true, cancellationToken);
        return answer is null ? Problem.LoopSilent() : answer.Accepted ? TypedResults.StatusCode(StatusCodes.Status202Accepted) : Problem.NotFound("hook.unknown", "There is no such address.");
    }

    /// <summary>The body as text; null where it is larger than may be.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[BodyBytesMax + 1];
        var length = 0;
        while (length < buffer.Length && await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
        }

        return length > BodyBytesMax ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
