using System.Collections.Immutable;
using IotHub.Automation.Traces;
using IotHub.Runtime.Storing;
using IotHub.Storage.Files;
using IotHub.Storage.Values;
using IotHub.Storage.Writer;

namespace IotHub.Storage.History;

/// <summary>
/// Reads decisions and commands on a connection of its own that cannot write. Each query is a few searches in an index and reads no more rows than it
/// answers with. One query at a time.
/// </summary>
internal sealed class TraceReader : ITraces, IAsyncDisposable
{
    // A run has at most TraceLimits.StepsMax steps; with its beginnings and ends that is well below. A damaged file has no say in it.
    private const int DecisionsOfRunMax = 4 * TraceLimits.StepsMax;

    private const string InSpan = "at >= @from AND at < @before ORDER BY at DESC, id DESC LIMIT @count";

    private readonly Database _database;
    private readonly DatabaseGate _gate;

    public TraceReader(StorageOptions options)
    {
        _database = DatabaseFile.OpenReader(DatabaseKind.History, options);
        _gate = new DatabaseGate(_database.Path, this);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<RunRecord>> RunsAsync(string automation, long? before, int countMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return _gate.EnterAsync(
            () =>
            {
                var runs = ImmutableArray.CreateBuilder<RunRecord>();
                var number = before ?? long.MaxValue;
                while (runs.Count < countMax && RunBefore(automation, number) is { } run)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    number = run;
                    runs.Add(Summary(automation, run, DecisionsOf(automation, run)));
                }

                return runs.DrainToImmutable();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<RunTrace?> RunAsync(string automation, long run, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(run, 1);
        return _gate.EnterAsync(
            () =>
            {
                var decisions = DecisionsOf(automation, run);
                if (decisions.IsEmpty)
                {
                    return null;
                }

                var commands = ImmutableSortedDictionary.CreateBuilder<string, CommandRecord>(StringComparer.Ordinal);
                foreach (var id in decisions.SelectMany(decision => decision.Trace?.Commands ?? []))
                {
                    if (!commands.ContainsKey(id) && Command(id) is { } command)
                    {
                        commands.Add(id, command);
                    }
                }

                return new RunTrace(Summary(automation, run, decisions), decisions, commands.ToImmutable());
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Decision>> WhyNotAsync(string automation, TimeSpanFilter span, int countMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return _gate.EnterAsync(
            () =>
            {
                using var reader = _database.Prepared(
                    DecisionRows.Columns + "WHERE automation = @automation AND run = 0 AND kind <> @queued AND at >= @from AND at < @before ORDER BY id DESC LIMIT @count",
                    "@automation", "@queued", "@from", "@before", "@count").Read(automation, (long)DecisionKind.Queued, From(span), Before(span), (long)countMax);
                return DecisionRows.Read(reader);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Decision>> DecisionsAsync(TimeSpanFilter span, int countMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return _gate.EnterAsync(
            () =>
            {
                using var reader = _database.Prepared(DecisionRows.Columns + "WHERE " + InSpan, "@from", "@before", "@count").Read(From(span), Before(span), (long)countMax);
                return DecisionRows.Read(reader);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CommandRecord>> CommandsAsync(string device, TimeSpanFilter span, int countMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        return _gate.EnterAsync(
            () =>
            {
                using var reader = _database.Prepared(
                    CommandRows.Columns + "WHERE device = @device AND sent_at >= @from AND sent_at < @before ORDER BY sent_at DESC, seq DESC LIMIT @count",
                    "@device", "@from", "@before", "@count").Read(device, From(span), Before(span), (long)countMax);
                return CommandRows.Read(reader);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ChangeReason?> WhyAsync(string device, string property, DateTimeOffset? at, CancellationToken cancellationToken) => _gate.EnterAsync(
        () =>
        {
            using var reader = _database.Prepared(
                "SELECT h.at, h.cause, h.value FROM series s JOIN history h ON h.series = s.id WHERE s.device = @device AND s.property = @property AND h.at <= @at " +
                "ORDER BY h.at DESC, h.cause DESC LIMIT 1",
                "@device", "@property", "@at").Read(device, property, at?.UtcTicks ?? long.MaxValue);
            if (!reader.Read())
            {
                return null;
            }

            var (changedAt, cause) = (Times.FromTicks(reader.GetInt64(0)), reader.GetInt64(1));
            var value = ValueColumn.Read(reader.Handle!, 2);
            return new ChangeReason(device, property, changedAt, value, cause, new ReasonChain(this).Of(device, cause, changedAt));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gate.CloseAsync(() =>
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    });

    /// <summary>A command by its id; null where none is kept.</summary>
    internal CommandRecord? Command(string id)
    {
        using var reader = _database.Prepared(CommandRows.Columns + "WHERE id = @id", "@id").Read(CommandTable.NumberOf(id));
        return CommandRows.Read(reader) is [var command] ? command : null;
    }

    /// <summary>Id of the command that a change followed from; null where it followed from none, or that is not known.</summary>
    internal long? CommandOf(long cause) => _database.Prepared("SELECT command FROM effect WHERE cause = @cause", "@cause").Number(cause);

    /// <summary>From when on changes are known to have followed from commands.</summary>
    internal DateTimeOffset TracedSince => Times.FromTicks(_database.Prepared("SELECT since FROM traced").Number() ?? 0);

    /// <summary>Decisions of one cause, in order: those of a run, or what a scene did.</summary>
    internal ImmutableArray<Decision> DecisionsOf(long cause)
    {
        using var reader = _database.Prepared(DecisionRows.Columns + "WHERE cause = @cause ORDER BY id LIMIT @count", "@cause", "@count").Read(cause, (long)DecisionsOfRunMax);
        return DecisionRows.Read(reader);
    }

    private static long From(TimeSpanFilter span) => span.From?.UtcTicks ?? 0;

    private static long Before(TimeSpanFilter span) => span.Before?.UtcTicks ?? long.MaxValue;

    private RunRecord Summary(string automation, long run, ImmutableArray<Decision> decisions)
    {
        var end = decisions.LastOrDefault(decision => decision.Kind is DecisionKind.Finished or DecisionKind.Failed or DecisionKind.Stopped) ?? Successor(automation, run);
        var steps = decisions.Count(decision => decision is { Kind: DecisionKind.Acted or DecisionKind.ActionFailed, Trace: not { BegunAt: not null } });
        return new RunRecord(
            automation, run, decisions.FirstOrDefault(decision => decision.Kind is DecisionKind.Started or DecisionKind.Restarted), end, steps + (end?.Trace?.StepsLeftOut ?? 0));
    }

    /// <summary>What began the next run by ending this one (mode restart has one run at a time); null where nothing did.</summary>
    private Decision? Successor(string automation, long run)
    {
        using var reader = _database.Prepared(
            DecisionRows.Columns + "WHERE automation = @automation AND run = @run AND kind = @restarted ORDER BY id LIMIT 1", "@automation", "@run", "@restarted").Read(
                automation, run + 1, (long)DecisionKind.Restarted);
        return DecisionRows.Read(reader) is [var decision] ? decision : null;
    }

    private long? RunBefore(string automation, long before) => _database.Prepared(
        "SELECT max(run) FROM decision WHERE automation = @automation AND run > 0 AND run < @before", "@automation", "@before").Number(automation, before);

    private ImmutableArray<Decision> DecisionsOf(string automation, long run)
    {
        using var reader = _database.Prepared(
            DecisionRows.Columns + "WHERE automation = @automation AND run = @run ORDER BY id LIMIT @count", "@automation", "@run", "@count").Read(automation, run, (long)DecisionsOfRunMax);
        return DecisionRows.Read(reader);
    }
}
