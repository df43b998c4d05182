using IotHub.Devices.Registry;

namespace IotHub.Devices.Commands;

/// <summary>
/// What went out under which id: of commands on their way, and for a minute of those that ended, so that an answer that comes late or twice
/// finds what it is an answer to.
/// </summary>
/// <param name="endedMax">How many ended commands are remembered; beyond it the one that ended first is forgotten.</param>
internal sealed class RequestBook(int endedMax)
{
    private readonly Dictionary<string, SentRequest> _byId = new(StringComparer.Ordinal);
    private readonly Queue<(PendingCommand Pending, DateTimeOffset At)> _ended = new();

    public void Add(SentRequest request) => _byId.Add(request.Id, request);

    public SentRequest? Find(Device device, string id) =>
        _byId.GetValueOrDefault(id) is { } request && request.Pending.Command.Device.Name == device.Name ? request : null;

    /// <summary>A command has ended: its requests are kept for a while.</summary>
    public void Close(PendingCommand pending, DateTimeOffset now)
    {
        if (_ended.Count >= endedMax)
        {
            ForgetFirst();
        }

        _ended.Enqueue((pending, now));
        Forget(now);
    }

    /// <summary>Forgets what ended too long ago.</summary>
    public void Forget(DateTimeOffset now)
    {
        while (_ended.TryPeek(out var first) && now - first.At > CommandPace.Memory)
        {
            ForgetFirst();
        }
    }

    /// <summary>The clock was set. What ended keeps its place: first ended, first forgotten.</summary>
    public void Shift(ClockShift shift)
    {
        for (var left = _ended.Count; left > 0; left--)
        {
            var (pending, at) = _ended.Dequeue();
            pending.Shift(shift);
            _ended.Enqueue((pending, shift.Moved(at)));
        }
    }

    private void ForgetFirst()
    {
        foreach (var request in _ended.Dequeue().Pending.Requests)
        {
            _byId.Remove(request.Id);
        }
    }
}
