using System.Collections.Immutable;
using IotHub.Runtime;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.History;
using IotHub.Storage.Writer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IotHub.Storage;

/// <summary>
/// The home on disk: <c>hub.db</c> for what must not be lost, <c>history.db</c> for what is many. One write at a time; charts are read
/// beside it. Made by <see cref="OpenAsync"/>; disposing it closes the files and gives the folder free.
/// </summary>
public sealed partial class HubStore : IHubStore, IHistoryEraser, IDocumentVersions, IAsyncDisposable
{
    // How many steps one batch may spend on making room; more would hold up the changes behind it.
    private const int TrimStepsPerBatch = 4;

    private readonly DatabaseGate _gate;
    private readonly FolderLock _folderLock;
    private readonly StorageOptions _options;
    private readonly ILogger<HubStore> _logger;
    private readonly HubTables _hub;
    private readonly HistoryTables _history;
    private readonly HistoryBudget _budget;
    private readonly HistoryReader _reader;
    private readonly SignalHistoryReader _signals;
    private readonly TraceReader _traces;
    private readonly long _firstCauseId;
    private long _causeMark;
    private bool _isTrimStuck;

    private HubStore(
        StorageOptions options, FolderLock folderLock, HubTables hub, HistoryTables history, ImmutableArray<SetAsideFile> setAside, ILogger<HubStore> logger)
    {
        _options = options;
        _folderLock = folderLock;
        _hub = hub;
        _history = history;
        _logger = logger;
        SetAside = setAside;
        _causeMark = hub.ReadNextCauseId();
        if (_causeMark == 0)
        {
            // hub.db is new. History may be older, when hub.db was set aside: its ids are taken.
            _causeMark = history.GreatestCauseId() + 1;
        }

        _firstCauseId = _causeMark;
        _budget = new HistoryBudget(history, options);
        _gate = new DatabaseGate(options.Folder, this);
        _reader = new HistoryReader(options);
        Recording = new RecordingReader(options);
        _signals = new SignalHistoryReader(options);
        _traces = new TraceReader(options);
    }

    /// <summary>Damaged files that were set aside when the store was opened; empty in a healthy home.</summary>
    public ImmutableArray<SetAsideFile> SetAside { get; }

    /// <summary>Past values.</summary>
    public IHistory History => _reader;

    /// <summary>The past summed up.</summary>
    public ISignalHistory Signals => _signals;

    /// <summary>What was recorded, for trying drafts against it.</summary>
    public IRecording Recording { get; }

    /// <summary>Why things happened.</summary>
    public ITraces Traces => _traces;

    /// <summary>Bytes of <c>hub.db</c> on disk, with its log.</summary>
    public long HubBytes => BytesOf(_hub.Database.Path);

    /// <summary>Bytes of <c>history.db</c> on disk, with its log.</summary>
    public long HistoryBytes => BytesOf(_history.Database.Path);

    /// <summary>For tests: called before each statement that writes, with the database's file name and the SQL.</summary>
    internal Action<string, string>? BeforeStatement
    {
        set
        {
            _hub.Database.BeforeStatement = value is null ? null : sql => value("hub.db", sql);
            _history.Database.BeforeStatement = value is null ? null : sql => value("history.db", sql);
        }
    }

    /// <summary>Opens the store, setting damaged files aside and bringing older ones forward.</summary>
    /// <param name="options">Where and how much.</param>
    /// <param name="time">For the names of files that are set aside.</param>
    /// <param name="logger">Gets a Warning for each of them.</param>
    /// <param name="cancellationToken">Stops between the two files.</param>
    /// <exception cref="StoreException">A setting is wrong, the folder cannot be used, another hub uses it, or a file is newer than this hub.</exception>
    public static async ValueTask<HubStore> OpenAsync(
        StorageOptions options, TimeProvider time, ILogger<HubStore> logger, CancellationToken cancellationToken)
    {
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new StoreException(string.Join(' ', faults));
        }

        options = options with { Folder = Path.GetFullPath(options.Folder) };

        // The check reads both files whole, seconds on a slow card: not on the caller's thread.
        return await Task.Run(() => Open(options, time.GetUtcNow(), logger, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredHome> LoadAsync(CancellationToken cancellationToken) => _gate.EnterAsync(
        () =>
        {
            // Ids are reserved before the first can be given out: even if nothing else is ever written, the next start begins above them.
            if (_causeMark == _firstCauseId)
            {
                _causeMark = _firstCauseId + _options.CauseIdBlock;
                _hub.Database.InTransaction(() => _hub.SaveNextCauseId(_causeMark));
            }

            var devices = _hub.ReadDevices();
            var names = devices.Select(device => device.Name).ToHashSet(StringComparer.Ordinal);

            // Values whose device is not there come from a hub.db that was set aside or is older; they wait for the device to come back.
            return new StoredHome(
                devices,
                [.. _history.ReadLast().Where(value => names.Contains(value.Device))],
                _hub.ReadDocuments(DocumentKind.Automation),
                _hub.ReadDocuments(DocumentKind.Scene),
                _firstCauseId)
            {
                People = _hub.ReadDocuments(DocumentKind.Person),
                Templates = _hub.ReadDocuments(DocumentKind.Template),
                Arrangements = _hub.ReadDocuments(DocumentKind.Arrangement),
                Retired = _hub.ReadRetired(),
                Previous = _hub.Bindings.Read(),
                Memories = _hub.Memories.Read(id => LogMemoryUnreadable(_logger, id)),
                LastAlive = _hub.Memories.ReadAlive(),
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyList<HubOutput> batch, CancellationToken cancellationToken) => await _gate.EnterAsync(
        () =>
        {
            // hub.db first: a row of history must not name a cause id that a crash would let us give out again, nor a value outlive the
            // news of its device. Writing the same batch again after the second half failed changes nothing in hub.db: each statement
            // sets what is, or is keyed by version and time.
            var mark = MarkAbove(BatchWriter.GreatestCauseId(batch));
            var facts = FactsOf(batch);
            var notices = NoticesOf(batch);
            if (mark != _causeMark || BatchWriter.ConcernsHub(batch) || facts.Count > 0 || notices.Count > 0)
            {
                WriteHub(() =>
                {
                    BatchWriter.Write(batch, _hub);
                    _hub.SaveNextCauseId(mark);
                    WriteFacts(facts);
                    notices.ForEach(told => Notices.Add(told.At, told.To, told.Title, told.Message, told.Urgency, told.Automation));
                });
                _causeMark = mark;
                _factsAreWritten = true;
                NoticesWritten(batch, notices);
                _consumables?.Written();
                if (facts.Count > 0)
                {
                    TellRecorded();
                }
            }

            if (BatchWriter.ConcernsHistory(batch))
            {
                WriteHistory(() => BatchWriter.Write(batch, _history));
            }

            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(HubSnapshot snapshot, CancellationToken cancellationToken) => await _gate.EnterAsync(
        () =>
        {
            var mark = MarkAbove(snapshot.NextCauseId - 1);
            _hub.Database.InTransaction(() =>
            {
                SnapshotWriter.Write(snapshot, _hub);
                _hub.SaveNextCauseId(mark);
            });
            _causeMark = mark;
            WriteHistory(() => SnapshotWriter.Write(snapshot, _history));
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> EraseAsync(string device, CancellationToken cancellationToken)
    {
        // In steps, so that a write of the hub waits for one of them at most.
        var erased = 0L;
        for (var isDone = false; !isDone;)
        {
            (var values, isDone) = await _gate.EnterAsync(
                () =>
                {
                    (int Values, bool IsDone) step = default;
                    _history.InTransactionRaw(() => step = _history.Erase(device, _options.TrimRowsPerStep));
                    return step;
                },
                cancellationToken);
            erased += values;
        }

        return erased;
    }

    /// <summary>All kept versions of an automation, also of a deleted one, newest first. Enabled is true only for the version in force, when it is on.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public ValueTask<ImmutableArray<StoredDocument>> VersionsAsync(string automation, CancellationToken cancellationToken) =>
        VersionsAsync(DocumentKind.Automation, automation, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredDocument>> VersionsAsync(DocumentKind kind, string id, CancellationToken cancellationToken) =>
        _gate.EnterAsync(() => _hub.ReadVersions(kind, id, _options.DocumentVersionsMax), cancellationToken);

    /// <summary>The last decisions, newest first.</summary>
    /// <param name="automation">Of one automation; null for all.</param>
    /// <param name="countMax">At most this many, 1 or more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public ValueTask<ImmutableArray<Automation.Traces.Decision>> DecisionsAsync(string? automation, int countMax, CancellationToken cancellationToken) =>
        _reader.DecisionsAsync(automation, countMax, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gate.CloseAsync(async () =>
    {
        // Readers first: the last connection to close folds the log into the file, and only the writer may do that.
        await _reader.DisposeAsync();
        await _signals.DisposeAsync();
        await _traces.DisposeAsync();
        _history.Database.Dispose();
        _hub.Database.Dispose();
        _folderLock.Dispose();
    });

    private static HubStore Open(StorageOptions options, DateTimeOffset now, ILogger<HubStore> logger, CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        var folderLock = FolderLock.Take(options.Folder);
        HubTables? hub = null;
        HistoryTables? history = null;
        try
        {
            var setAside = ImmutableArray.CreateBuilder<SetAsideFile>();
            hub = DatabaseFile.Open(DatabaseKind.Hub, options, now, Note(DatabaseKind.Hub), database => new HubTables(database, options));
            cancellationToken.ThrowIfCancellationRequested();
            history = DatabaseFile.Open(DatabaseKind.History, options, now, Note(DatabaseKind.History), database => new HistoryTables(database, options));
            return new HubStore(options, folderLock, hub, history, setAside.ToImmutable(), logger);

            Action<SetAsideFile> Note(DatabaseKind kind) => file =>
            {
                setAside.Add(file);
                LogSetAside(logger, file.File, file.Reason, file.MovedTo, kind.Loss);
            };
        }
        catch
        {
            history?.Database.Dispose();
            hub?.Database.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    private static long BytesOf(string path)
    {
        var file = new FileInfo(path);
        var log = new FileInfo(path + "-wal");
        return (file.Exists ? file.Length : 0) + (log.Exists ? log.Length : 0);
    }

    private void WriteHub(Action work)
    {
        try
        {
            _hub.Database.InTransaction(work);
        }
        catch
        {
            LoadUsage();
            throw;
        }
    }

    private void WriteHistory(Action work)
    {
        try
        {
            try
            {
                _history.InTransactionRaw(work);
            }
            catch (SqliteException error) when (error.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL && MakeRoom() > 0)
            {
                // The cap, or a full disk: either way deleted rows leave pages to write in. Once more, then it is the caller's to wait.
                _history.InTransactionRaw(work);
            }
        }
        catch (SqliteException error)
        {
            throw StoreFault.From(_history.Database.Path, error);
        }

        TrimAfterWrite();
    }

    private void TrimAfterWrite()
    {
        // The batch is kept already: trouble here must not make the caller write it again. Next time is soon.
        try
        {
            if (!_budget.IsShort)
            {
                return;
            }

            var deleted = MakeRoom();
            if (deleted > 0)
            {
                LogTrimmed(_logger, deleted, _budget.BytesUsed);
            }
            else if (!_isTrimStuck)
            {
                LogTrimStuck(_logger, _budget.BytesUsed, _options.HistoryBytesMax);
            }

            _isTrimStuck = deleted == 0;
        }
        catch (SqliteException error)
        {
            LogTrimFailed(_logger, error);
        }
    }

    private int MakeRoom()
    {
        var deleted = 0;
        for (var step = 0; step < TrimStepsPerBatch; step++)
        {
            var rows = _budget.Step();
            deleted += rows;
            if (rows == 0 || !_budget.IsShort)
            {
                break;
            }
        }

        return deleted;
    }

    // Half a block ahead of what is in use, a new block is reserved: long before the ids that may be given out meanwhile run out.
    private long MarkAbove(long greatest) =>
        greatest >= _causeMark - (_options.CauseIdBlock / 2) ? greatest + 1 + _options.CauseIdBlock : _causeMark;

    [LoggerMessage(6000, LogLevel.Warning, "{File} is damaged ({Reason}) and was set aside as {MovedTo}; a new one was made. {Loss}")]
    private static partial void LogSetAside(ILogger logger, string file, string reason, string movedTo, string loss);

    [LoggerMessage(6004, LogLevel.Warning, "What the automation {Automation} was doing cannot be read; its runs do not go on")]
    private static partial void LogMemoryUnreadable(ILogger logger, string automation);

    [LoggerMessage(6001, LogLevel.Debug, "History is near its byte budget: {Rows} of the oldest rows were deleted, {UsedBytes} bytes are in use")]
    private static partial void LogTrimmed(ILogger logger, int rows, long usedBytes);

    [LoggerMessage(6002, LogLevel.Warning, "History uses {UsedBytes} of {BytesMax} bytes and nothing more can be deleted: raise Storage:HistoryBytesMax")]
    private static partial void LogTrimStuck(ILogger logger, long usedBytes, long bytesMax);

    [LoggerMessage(6003, LogLevel.Warning, "Old history could not be deleted; it is tried again with the next write")]
    private static partial void LogTrimFailed(ILogger logger, Exception error);
}
