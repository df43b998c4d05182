using IotHub.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IotHub.Api.Automations;

/// <summary>Keeps two people from overwriting each other's work (RFC 9110, section 13): ETag is the version.</summary>
internal static class Preconditions
{
    public static string ETag(int version) => $"\"{version}\"";

    /// <summary>Null when the request may go on; <paramref name="version"/> is null where there is nothing yet.</summary>
    public static IResult? Check(HttpRequest request, int? version)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfMatch.Count > 0 && (version is not { } current || !headers.IfMatch.Any(tag => Fits(tag, current))))
        {
            return Problem.Stale(version is null ? "It was deleted, or never was." : $"It is at version {version} now; fetch it and make your change again.");
        }

        if (headers.IfNoneMatch.Count > 0 && version is { } existing && headers.IfNoneMatch.Any(tag => Fits(tag, existing)))
        {
            return Problem.Stale($"There is one already, at version {version}.");
        }

        return null;
    }

    /// <summary>True when the client has this version already.</summary>
    public static bool IsNotModified(HttpRequest request, int version) => request.GetTypedHeaders().IfNoneMatch.Any(tag => Fits(tag, version));

    private static bool Fits(EntityTagHeaderValue tag, int version) => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == ETag(version);
}
