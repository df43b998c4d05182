using System.Text;
using IotHub.Contracts.Diagnostics;
using IotHub.Host.Composition;
using IotHub.Host.Options;
using IotHub.Runtime;
using IotHub.Runtime.Storing;

namespace IotHub.Host.Running;

/// <summary>
/// Takes people, templates, scenes and automations in from JSON files: those that are there when the hub starts, and later those that are new or
/// changed. A file that was taken in before and has not changed since is passed over, so that what was edited in the app stays. A broken one is named
/// with line, column and fault, what was saved of it before stays in force, and the rest are taken in. A file that goes away takes nothing with it.
/// </summary>
/// <remarks>
/// The folders are looked at every two seconds and not by the system's notices, which some network folders and containers do not give. A file counts
/// when it looks the same at two looks: one that is still being written is not a change.
/// </remarks>
internal sealed partial class DocumentFolders(HubCore core, HubSettings settings, ImportReport report, ILogger<DocumentFolders> logger)
{
    private const string FileAuthor = "file";
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Stamp> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stamp> _taken = new(StringComparer.Ordinal);

    // In the order in which they need each other.
    private readonly (string Path, DocumentKind Kind, Func<string, string, HubInput> Put)[] _folders =
    [
        (settings.Hub.PeopleFolder, DocumentKind.Person, (id, text) => new HubInput.PutDocument(DocumentKind.Person, id, text, FileAuthor)),
        (settings.Hub.TemplateFolder, DocumentKind.Template, (id, text) => new HubInput.PutDocument(DocumentKind.Template, id, text, FileAuthor)),
        (settings.Hub.SceneFolder, DocumentKind.Scene, (id, text) => new HubInput.PutScene(id, text, FileAuthor)),
        (settings.Hub.AutomationFolder, DocumentKind.Automation, (id, text) => new HubInput.PutAutomation(id, text, FileAuthor)),
    ];

    /// <summary>Takes in what is there. A folder that does not exist holds nothing.</summary>
    public Task ImportAsync(CancellationToken cancellationToken) => LookAsync(isFirst: true, cancellationToken);

    /// <summary>Looks again and again until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await LookAsync(isFirst: false, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The hub stops.
        }
    }

    private async Task LookAsync(bool isFirst, CancellationToken cancellationToken)
    {
        HashSet<string> there = new(StringComparer.Ordinal);
        foreach (var (folder, kind, put) in _folders)
        {
            foreach (var file in FilesOf(folder))
            {
                there.Add(file.FullName);
                var stamp = Stamp.Of(file);
                var isSteady = isFirst || (_seen.TryGetValue(file.FullName, out var seen) && seen == stamp);
                _seen[file.FullName] = stamp;
                if (isSteady && !(_taken.TryGetValue(file.FullName, out var taken) && taken == stamp))
                {
                    await TakeInAsync(file, stamp, kind, put, cancellationToken);
                }
            }
        }

        foreach (var gone in _seen.Keys.Where(file => !there.Contains(file)).ToArray())
        {
            _seen.Remove(gone);
            _taken.Remove(gone);
            report.Clear(gone);
        }
    }

    private IEnumerable<FileInfo> FilesOf(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFiles("*.json").OrderBy(file => file.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Report(new ImportFault(folder, fault.Message, []));
            return [];
        }
    }

    private async Task TakeInAsync(FileInfo file, Stamp stamp, DocumentKind kind, Func<string, string, HubInput> put, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(file.FullName, new UTF8Encoding(false, throwOnInvalidBytes: true), cancellationToken);
            file.Refresh();
            if (Stamp.Of(file) != stamp)
            {
                // It was written to while it was read.
                return;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            _taken[file.FullName] = stamp;
            Report(new ImportFault(file.FullName, fault.Message, []));
            return;
        }

        _taken[file.FullName] = stamp;
        var id = Path.GetFileNameWithoutExtension(file.Name);
        var versions = await core.Store.VersionsAsync(kind, id, cancellationToken);
        if (versions.FirstOrDefault(version => version.SavedBy == FileAuthor)?.Text == text)
        {
            report.Clear(file.FullName);
            return;
        }

        var answer = await core.Inbox.AskAsync(put(id, text), InboxLane.Person, cancellationToken);
        if (answer.Accepted)
        {
            report.Clear(file.FullName);
            LogImported(logger, file.FullName);
        }
        else
        {
            Report(new ImportFault(file.FullName, answer.Message ?? "It was refused.", answer.Diagnostics));
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

    [LoggerMessage(EventId = 9200, Level = LogLevel.Information, Message = "Took in {File}")]
    private static partial void LogImported(ILogger logger, string file);

    [LoggerMessage(EventId = 9201, Level = LogLevel.Warning, Message = "{File} was not taken in: {Reason}")]
    private static partial void LogRefused(ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 9202, Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void LogFault(ILogger logger, string fault);

    /// <summary>What tells without reading that a file is another than before.</summary>
    private readonly record struct Stamp(long Length, DateTime WrittenAt)
    {
        public static Stamp Of(FileInfo file) => file.Exists ? new Stamp(file.Length, file.LastWriteTimeUtc) : default;
    }
}
