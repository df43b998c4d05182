using System.Text;
using System.Text.RegularExpressions;
using IotHub.Api.Json;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Automations;

/// <summary>Reads a document that a person wrote: the text is kept to the letter, and checked by the compiler, not here.</summary>
internal static partial class DocumentText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Ids stand in addresses and file names.</summary>
    public static IResult? CheckId(string id) => IdPattern().IsMatch(id)
        ? null
        : Problem.BadRequest("document.id", $"'{id}' cannot be an id: use a to z, 0 to 9 and hyphens, 64 characters at most.");

    public static async ValueTask<(string? Text, IResult? Fault)> ReadAsync(HttpRequest request, int bytesMax, CancellationToken cancellationToken)
    {
        var (bytes, fault) = await JsonBody.ReadBytesAsync(request, bytesMax, cancellationToken);
        if (fault is not null)
        {
            return (null, fault);
        }

        try
        {
            return (Strict.GetString(bytes.Span), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Problem.BadRequest("request.malformed", "The document is not UTF-8 text."));
        }
    }

    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
