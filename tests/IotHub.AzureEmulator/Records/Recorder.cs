using System.Collections.Immutable;

namespace IotHub.AzureEmulator.Records;

/// <summary>All that devices did, oldest first; a test waits for what is to come.</summary>
public sealed class Recorder
{
    // A test's worth. What is older goes, so that an emulator that is left running does not grow.
    private const int KeptMax = 100_000;

    private readonly Lock _lock = new();
    private readonly List<(Func<bool> IsThere, TaskCompletionSource Waiter)> _waiters = [];
    private long _messages;
    private long _connections;

    /// <summary>Messages from devices.</summary>
    public ImmutableList<RecordedMessage> Messages { get; private set; } = [];

    /// <summary>Connections, accepted or refused.</summary>
    public ImmutableList<RecordedConnection> Connections { get; private set; } = [];

    /// <summary>Other things that happened, a line each: subscriptions, acknowledgements, ends of connections.</summary>
    public ImmutableList<string> Happenings { get; private set; } = [];

    /// <summary>Completes once there are so many messages, at once if there are.</summary>
    public Task WaitForMessagesAsync(int count) => WaitAsync(() => Messages.Count >= count);

    /// <summary>Completes once there were so many connections.</summary>
    public Task WaitForConnectionsAsync(int count) => WaitAsync(() => Connections.Count >= count);

    /// <summary>Completes once so many happenings read so.</summary>
    public Task WaitForHappeningAsync(string text, int count = 1) => WaitAsync(() => Happenings.Count(line => line == text) >= count);

    internal void Add(Func<long, RecordedMessage> message) => Change(() => Messages = Bounded(Messages.Add(message(++_messages))));

    internal void Add(Func<long, RecordedConnection> connection) => Change(() => Connections = Bounded(Connections.Add(connection(++_connections))));

    internal void Add(string happening) => Change(() => Happenings = Bounded(Happenings.Add(happening)));

    private static ImmutableList<T> Bounded<T>(ImmutableList<T> list) => list.Count > KeptMax ? list.RemoveAt(0) : list;

    private Task WaitAsync(Func<bool> isThere)
    {
        lock (_lock)
        {
            if (isThere())
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((isThere, waiter));
            return waiter.Task;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].IsThere())
                {
                    _waiters[i].Waiter.SetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }
}
