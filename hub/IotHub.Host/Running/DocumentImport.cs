using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Host.Composition;
using IotHub.Runtime;
using IotHub.Storage.Writer;

namespace IotHub.Host.Running;

/// <summary>
/// Takes automations and scenes in from JSON files when the hub starts. A file that was taken in before and has not changed since is passed
/// over, so that what was edited in the app stays; a broken one is named with line, column and fault, what was saved of it before stays in
/// force, and the rest are taken in.
/// </summary>
internal sealed partial class DocumentImport(HubCore core, ImportReport report, ILogger<DocumentImport> logger)
{
    private const string FileAuthor = "file";

    /// <summary>Takes a folder of scenes and one of automations in. A folder that does not exist holds nothing.</summary>
    public async Task ImportAsync(string sceneFolder, string automationFolder, CancellationToken cancellationToken)
    {
        // Scenes first: automations name them.
        await ImportAsync(sceneFolder, DocumentKind.Scene, (id, text) => new HubInput.PutScene(id, text, FileAuthor), cancellationToken);
        await ImportAsync(automationFolder, DocumentKind.Automation, (id, text) => new HubInput.PutAutomation(id, text, FileAuthor), cancellationToken);
    }

    private async Task ImportAsync(string folder, DocumentKind kind, Func<string, string, HubInput> put, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            string text;
            try
            {
                text = await File.ReadAllTextAsync(file, new UTF8Encoding(false, throwOnInvalidBytes: true), cancellationToken);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                Report(new ImportFault(file, fault.Message, []));
                continue;
            }

            var id = Path.GetFileNameWithoutExtension(file);
            var versions = await core.Store.VersionsAsync(kind, id, cancellationToken);
            if (versions.FirstOrDefault(version => version.SavedBy == FileAuthor)?.Text == text)
            {
                continue;
            }

            var answer = await core.Inbox.AskAsync(put(id, text), InboxLane.Person, cancellationToken);
            if (!answer.Accepted)
            {
                Report(new ImportFault(file, answer.Message ?? "It was refused.", answer.Diagnostics));
            }
            else
            {
                LogImported(logger, file);
            }
        }
    }

    private void Report(ImportFault fault)
    {
        report.Add(fault);
        if (fault.Diagnostics.IsEmpty)
        {
            LogRefused(logger, fault.File, fault.Message);
        }

        foreach (var diagnostic in fault.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            LogFault(logger, diagnostic.Format(fault.File));
        }
    }

    [LoggerMessage(EventId = 9200, Level = LogLevel.Debug, Message = "Took in {File}")]
    private static partial void LogImported(ILogger logger, string file);

    [LoggerMessage(EventId = 9201, Level = LogLevel.Warning, Message = "{File} was not taken in: {Reason}")]
    private static partial void LogRefused(ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 9202, Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
