using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Confirmation;

/// <summary>Who sends a request, as far as that can be told before people have identities here: the address that it comes from.</summary>
internal static class RequestClient
{
    /// <summary>The header in which a request brings the nonce that its first attempt was given.</summary>
    public const string Header = "Confirm";

    public static string NameOf(HttpContext context) => $"request:{context.Connection.RemoteIpAddress}";

    /// <summary>Null where it brings none.</summary>
    public static string? NonceOf(HttpContext context) => context.Request.Headers.TryGetValue(Header, out var values) ? values.ToString() : null;
}
