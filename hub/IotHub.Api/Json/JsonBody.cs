using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IotHub.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace IotHub.Api.Json;

/// <summary>Reads bodies strictly: what the hub does not know it refuses by name, rather than leaving it out silently.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body of a known shape. Exactly one part of the answer is null.</summary>
    public static async ValueTask<(T? Body, IResult? Fault)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int bytesMax, CancellationToken cancellationToken)
        where T : class
    {
        var (bytes, fault) = await ReadBytesAsync(request, bytesMax, cancellationToken);
        if (fault is not null)
        {
            return (null, fault);
        }

        try
        {
            var body = JsonSerializer.Deserialize(bytes.Span, type);
            return body is null ? (null, Problem.BadRequest("request.malformed", "The body is null; an object was expected.")) : (body, null);
        }
        catch (JsonException exception)
        {
            return (null, Problem.BadRequest("request.malformed", Describe(exception)));
        }
    }

    /// <summary>Reads the body as it is, up to a bound.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, IResult? Fault)> ReadBytesAsync(HttpRequest request, int bytesMax, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return (default, Problem.Of(
                StatusCodes.Status415UnsupportedMediaType, "request.media-type", "JSON was expected", $"The body is '{request.ContentType}'; send application/json."));
        }

        if (request.ContentLength > bytesMax)
        {
            return (default, TooLarge(bytesMax));
        }

        var bytes = new ArrayBufferWriter<byte>(4096);
        int read;
        while ((read = await request.Body.ReadAsync(bytes.GetMemory(4096), cancellationToken)) > 0)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > bytesMax)
            {
                return (default, TooLarge(bytesMax));
            }
        }

        return (bytes.WrittenMemory, null);
    }

    private static IResult TooLarge(int bytesMax) => Problem.Of(
        StatusCodes.Status413PayloadTooLarge, "request.too-large", "The body is too large", $"The body is larger than {bytesMax} bytes.");

    // The serialiser names our types in its sentence, which help nobody outside; member and place are what matters.
    private static string Describe(JsonException exception)
    {
        var place = exception.LineNumber is { } line ? $" (line {line + 1}, at {exception.Path ?? "$"})" : $" (at {exception.Path ?? "$"})";
        var parts = exception.Message.Split('\'');
        return exception.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) && parts.Length > 1
            ? $"The member '{parts[1]}' is not known here{place}."
            : exception.Message.Contains("missing required properties", StringComparison.Ordinal) && parts.Length > 3
            ? $"The member '{parts[^2]}' is missing{place}."
            : $"The body is not JSON of the expected shape{place}.";
    }
}
