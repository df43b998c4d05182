using System.Buffers;
using System.IO.Compression;
using System.Text;
using IotHub.Api.Live;
using IotHub.Api.Problems;
using IotHub.Automation.Compilation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.Api.Automations;

/// <summary>All documents of the home as files, out and in again.</summary>
internal static class FileEndpoints
{
    private const string Zip = "application/zip";

    /// <summary>Compressed. A home of 1,000 documents has some 500 KiB.</summary>
    private const int ArchiveBytesMax = 8 << 20;

    /// <summary>More than a home may hold of all kinds together.</summary>
    private const int FilesMax = 2_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup(string.Empty).WithTags("files");
        group.MapGet("/files", ExportAsync)
            .WithName("exportFiles").WithSummary("All people, templates, scenes and automations, and the arrangement, as files in one archive").Produces(StatusCodes.Status200OK, contentType: Zip);
        group.MapPost("/files", ImportAsync)
            .WithName("importFiles").WithSummary("Takes files in").WithDescription(
                "An archive (application/zip) with people/, templates/, arrangement/, scenes/ and automations/, as it is exported. Each file is taken or refused for itself; what is not in it stays.")
            .Produces<ImportBody>().ProducesProblems(400, 413, 415, 503);
    }

    private static async Task ExportAsync(HttpContext context, LiveFeed feed, CancellationToken cancellationToken)
    {
        var home = feed.Home;
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var kind in DocumentKinds.All)
            {
                foreach (var (id, text, _, savedAt) in kind.InForce(home))
                {
                    var entry = archive.CreateEntry($"{kind.Path}/{id}.json");
                    entry.LastWriteTime = savedAt.ToUniversalTime();
                    await using var stream = await entry.OpenAsync(cancellationToken);
                    await stream.WriteAsync(Strict.GetBytes(text), cancellationToken);
                }
            }
        }

        context.Response.ContentType = Zip;
        context.Response.Headers.ContentDisposition = "attachment; filename=\"iothub-files.zip\"";
        context.Response.ContentLength = buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
    }

    private static async Task<IResult> ImportAsync(HttpRequest request, Loop loop, CancellationToken cancellationToken)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not Zip)
        {
            return Problem.Of(StatusCodes.Status415UnsupportedMediaType, "request.media-type", "An archive was expected", $"The body is '{request.ContentType}'; send {Zip}.");
        }

        if (await ReadAsync(request, cancellationToken) is not { } bytes)
        {
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "request.too-large", "The body is too large", $"The archive is larger than {ArchiveBytesMax} bytes.");
        }

        List<RefusedFileBody> refused = [];
        List<(DocumentKinds Kind, string Id, string File, string Text)> files = [];
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > FilesMax)
            {
                return Problem.BadRequest("files.limit", $"The archive has {archive.Entries.Count} files; at most {FilesMax} are taken.");
            }

            foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
            {
                await AddAsync(entry, files, refused, cancellationToken);
            }
        }
        catch (InvalidDataException)
        {
            return Problem.BadRequest("request.malformed", "The body is not a ZIP archive.");
        }

        List<string> taken = [];
        foreach (var kind in DocumentKinds.All)
        {
            foreach (var (_, id, file, text) in files.Where(file => file.Kind == kind))
            {
                var (answer, _) = await loop.AskAsync(kind.Put(id, text), static (_, _) => true, cancellationToken);
                switch (answer)
                {
                    case null:
                        return Problem.LoopSilent();
                    case { Accepted: true }:
                        taken.Add(file);
                        break;
                    default:
                        refused.Add(new RefusedFileBody(file, answer.Message ?? "It was refused.", DiagnosticBody.From(answer.Diagnostics)));
                        break;
                }
            }
        }

        return TypedResults.Ok(new ImportBody(taken, refused));
    }

    private static async Task AddAsync(
        ZipArchiveEntry entry, List<(DocumentKinds Kind, string Id, string File, string Text)> files, List<RefusedFileBody> refused, CancellationToken cancellationToken)
    {
        var parts = entry.FullName.Split('/');
        if (parts is not [var folder, var name] || DocumentKinds.All.FirstOrDefault(kind => kind.Path == folder) is not { } kind
            || !name.EndsWith(".json", StringComparison.Ordinal) || DocumentText.CheckId(name[..^5]) is not null)
        {
            refused.Add(new RefusedFileBody(entry.FullName, $"A file lies in one of {string.Join(", ", DocumentKinds.All.Select(known => known.Path))} and is called like its id, such as automations/night-light.json.", []));
            return;
        }

        // What the archive says of the length is not believed: it is read up to the bound.
        var text = new byte[AutomationLimits.DocumentBytesMax + 1];
        await using var stream = await entry.OpenAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            if (length < text.Length)
            {
                files.Add((kind, name[..^5], entry.FullName, Strict.GetString(text.AsSpan(0, length))));
            }
            else
            {
                refused.Add(new RefusedFileBody(entry.FullName, $"The file is larger than {AutomationLimits.DocumentBytesMax} bytes.", []));
            }
        }
        catch (DecoderFallbackException)
        {
            refused.Add(new RefusedFileBody(entry.FullName, "The file is not UTF-8 text.", []));
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        int read;
        while ((read = await request.Body.ReadAsync(bytes.GetMemory(4096), cancellationToken)) > 0)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > ArchiveBytesMax)
            {
                return null;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }
}
