using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IotHub.Testing;

/// <summary>Collects what is logged, so that a test can assert on it and fail for an error nobody asked for.</summary>
public sealed class LogCollector : ILoggerProvider, ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly List<(int EventId, TaskCompletionSource<LogEntry> Waiter)> _waiters = [];
    private ImmutableList<LogEntry> _entries = [];

    /// <summary>All entries so far, oldest first.</summary>
    public ImmutableList<LogEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return _entries;
            }
        }
    }

    /// <summary>A logger for a class under test.</summary>
    public ILogger<T> CreateLogger<T>() => new Logger<T>(this);

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    /// <summary>Completes with the first entry that carries the event id: at once if it was written already.</summary>
    public Task<LogEntry> WaitForAsync(int eventId)
    {
        lock (_lock)
        {
            if (_entries.Find(entry => entry.EventId.Id == eventId) is { } entry)
            {
                return Task.FromResult(entry);
            }

            var waiter = new TaskCompletionSource<LogEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((eventId, waiter));
            return waiter.Task;
        }
    }

    /// <summary>Fails the test when anything was logged at Error or Critical, other than the event ids it asked for.</summary>
    public void AssertNoErrors(params int[] exceptEventIds)
    {
        var errors = Entries.Where(entry => entry.Level >= LogLevel.Error && !exceptEventIds.Contains(entry.EventId.Id)).ToList();
        if (errors.Count > 0)
        {
            Assert.Fail($"{errors.Count} unexpected error(s) in the log:{Environment.NewLine}{string.Join(Environment.NewLine, errors)}");
        }
    }

    /// <summary>Not needed: this factory is its own only provider.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("A log collector has no further providers.");

    /// <inheritdoc />
    public void Dispose()
    {
        // Entries stay readable after the code under test has disposed its logging.
    }

    private void Add(LogEntry entry)
    {
        lock (_lock)
        {
            _entries = _entries.Add(entry);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].EventId == entry.EventId.Id)
                {
                    _waiters[i].Waiter.SetResult(entry);
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    private sealed class CategoryLogger(LogCollector collector, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            collector.Add(new LogEntry
            {
                Category = category,
                Level = logLevel,
                EventId = eventId,
                Message = formatter(state, exception),
                Exception = exception,
            });
    }
}
