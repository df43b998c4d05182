using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.AzureEmulator.Service;

/// <summary>
/// What programs beside the emulator ask of it, which the service itself does not have: faults, records, messages to devices. Only on the
/// loopback address, and without a token, since a peer's own code is not to sign twice.
/// </summary>
internal static class ControlRoutes
{
    public static void Map(IEndpointRouteBuilder routes, EmulatedHub hub)
    {
        routes.MapGet("/emulator/record", context => context.Response.WriteAsJsonAsync(new
        {
            messages = hub.Record.Messages.Select(message => new
            {
                message.Number,
                message.DeviceId,
                body = message.Text,
                bytes = message.Body.Length,
                message.System,
                message.Application,
                message.PacketId,
                message.IsDup,
            }),
            connections = hub.Record.Connections,
            happenings = hub.Record.Happenings,
        }));
        routes.MapPost("/emulator/faults", context => ActAsync(context, body => Set(hub.Faults, body)));
        routes.MapPost("/emulator/devices/{id}", context => ActAsync(context, body => hub.Add(Id(context), thumbprint: (string?)body["thumbprint"])));
        routes.MapPost("/emulator/devices/{id}/kick", context => ActAsync(context, _ => hub.Kick(Id(context))));
        routes.MapPost("/emulator/devices/{id}/message", context => ActAsync(context, body => hub.SendToDevice(
            Id(context),
            Encoding.UTF8.GetBytes((string)body["body"]!),
            body["properties"]?.AsObject().ToDictionary(item => item.Key, item => (string)item.Value!) ?? [])));
        routes.MapGet("/emulator/devices/{id}", context => context.Response.WriteAsJsonAsync(new
        {
            key = Convert.ToBase64String(hub.Find(Id(context))!.Key.Span),
            pending = hub.PendingFor(Id(context)),
        }));
        routes.MapPost("/emulator/certificates/{id}", async context =>
        {
            using var certificate = hub.Certificates.Issue(Id(context));
            await context.Response.WriteAsJsonAsync(new
            {
                cert = certificate.ExportCertificatePem(),
                key = certificate.GetECDsaKey(),
                thumbprint = certificate.Thumbprint,
            });
        });
        routes.MapGet("/emulator/keys/{id}", context => context.Response.WriteAsJsonAsync(new
        {
            derived = Convert.ToBase64String(hub.GroupDeviceKey(Id(context))),
            policy = Convert.ToBase64String(hub.Options.PolicyKey.Span),
        }));
    }

    private static string GetECDsaKey(this System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    private static async Task ActAsync(HttpContext context, Action<JsonObject> act)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        act(text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static void Set(Faults faults, JsonObject body)
    {
        foreach (var (name, value) in body)
        {
            switch (name)
            {
                case "dropPubacks": faults.DropPubacks = (int)value!; break;
                case "closeOnPublish": faults.CloseOnPublish = (int)value!; break;
                case "twinThrottled": faults.TwinThrottled = (int)value!; break;
                case "connackRefusals": faults.ConnackRefusals = (int)value!; break;
                case "connackCode": faults.ConnackCode = (int)value!; break;
                case "methodSilence": faults.MethodSilence = (int)value!; break;
                case "lostDesired": faults.LostDesired = (int)value!; break;
                case "throttle": faults.Throttle = (int)value!; break;
                case "provisioningFailures": faults.ProvisioningFailures = (int)value!; break;
                case "provisioningCode": faults.ProvisioningCode = (int)value!; break;
                case "forgetSessions": faults.ForgetSessions = (bool)value!; break;
                case "clockSkewSeconds": faults.ClockSkew = TimeSpan.FromSeconds((double)value!); break;
                default: throw new JsonException($"There is no fault \"{name}\".");
            }
        }
    }
}
