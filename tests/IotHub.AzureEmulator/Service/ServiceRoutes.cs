using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.AzureEmulator.Devices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.AzureEmulator.Service;

/// <summary>What services ask of the hub over REST: registry, twins, direct methods.</summary>
internal static class ServiceRoutes
{
    private const string TwinPath = "/twins/{id}";

    public static void Map(IEndpointRouteBuilder routes, EmulatedHub hub)
    {
        routes.MapGet("/devices/{id}", context => AsServiceAsync(hub, context, id => Answer(context, hub.Find(id) is { } device ? Identity(device) : null)));
        routes.MapPut("/devices/{id}", context => AsServiceAsync(hub, context, async id =>
        {
            var body = await ReadAsync(context);
            var key = (string?)body?["authentication"]?["symmetricKey"]?["primaryKey"];
            await Answer(context, Identity(hub.Add(id, key is { Length: > 0 } ? Convert.FromBase64String(key) : null)));
        }));
        routes.MapDelete("/devices/{id}", context => AsServiceAsync(hub, context, id =>
        {
            context.Response.StatusCode = hub.Remove(id) ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }));
        routes.MapGet(TwinPath, context => AsServiceAsync(hub, context, id => Answer(context, Twin(hub, id))));
        routes.MapPatch(TwinPath, context => AsServiceAsync(hub, context, id => ChangeTwinAsync(hub, context, id)));
        routes.MapPost(TwinPath + "/methods", context => AsServiceAsync(hub, context, id => CallAsync(hub, context, id)));
    }

    private static async Task AsServiceAsync(EmulatedHub hub, HttpContext context, Func<string, Task> act)
    {
        if (string.IsNullOrEmpty(context.Request.Query["api-version"]))
        {
            await FailAsync(context, 400, "ErrorCode:ArgumentInvalid;api-version is missing");
        }
        else if (!hub.IsServiceToken(context.Request.Headers.Authorization))
        {
            await FailAsync(context, 401, "ErrorCode:IotHubUnauthorizedAccess;Unauthorized");
        }
        else
        {
            await act((string)context.Request.RouteValues["id"]!);
        }
    }

    private static async Task ChangeTwinAsync(EmulatedHub hub, HttpContext context, string id)
    {
        var body = await ReadAsync(context);
        if (hub.Find(id) is null)
        {
            await Answer(context, null);
        }
        else if (hub.Desire(id, body?["properties"]?["desired"], body?["tags"]) is { } fault)
        {
            await FailAsync(context, 400, $"ErrorCode:ArgumentInvalid;{fault}");
        }
        else
        {
            await Answer(context, Twin(hub, id));
        }
    }

    private static async Task CallAsync(EmulatedHub hub, HttpContext context, string id)
    {
        var body = await ReadAsync(context);
        var patience = TimeSpan.FromSeconds((int?)body?["responseTimeoutInSeconds"] ?? 30);
        var result = await hub.CallAsync(id, (string)body?["methodName"]!, body?["payload"]?.ToJsonString() ?? "", patience, context.RequestAborted);
        if (!result.IsAnswered)
        {
            await FailAsync(context, result.Status, result.Status == 404
                ? "{\"errorCode\":404103,\"message\":\"Timed out waiting for device to connect.\"}"
                : "{\"errorCode\":504101,\"message\":\"Timed out waiting for the response from device.\"}");
            return;
        }

        await Answer(context, new JsonObject { ["status"] = result.Status, ["payload"] = result.Body.Length == 0 ? null : JsonNode.Parse(result.Body) });
    }

    private static JsonObject Identity(DeviceRecord device) => new()
    {
        ["deviceId"] = device.Id,
        ["status"] = device.IsEnabled ? "enabled" : "disabled",
        ["authentication"] = new JsonObject { ["type"] = "sas", ["symmetricKey"] = new JsonObject { ["primaryKey"] = Convert.ToBase64String(device.Key.Span) } },
    };

    private static JsonObject? Twin(EmulatedHub hub, string id) => hub.Twin(id) is not { } twin ? null : new JsonObject
    {
        ["deviceId"] = id,
        ["etag"] = string.Create(CultureInfo.InvariantCulture, $"etag{(int)twin["desired"]!["$version"]!}"),
        ["version"] = (int)twin["desired"]!["$version"]! + (int)twin["reported"]!["$version"]!,
        ["tags"] = twin["tags"]!.DeepClone(),
        ["properties"] = new JsonObject { ["desired"] = twin["desired"]!.DeepClone(), ["reported"] = twin["reported"]!.DeepClone() },
    };

    private static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task Answer(HttpContext context, JsonObject? body)
    {
        if (body is null)
        {
            return FailAsync(context, 404, "ErrorCode:DeviceNotFound;There is no such device");
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString());
    }

    private static Task FailAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(new JsonObject { ["Message"] = message }.ToJsonString());
    }
}
