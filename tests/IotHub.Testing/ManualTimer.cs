namespace IotHub.Testing;

/// <summary>A timer of <see cref="ManualTime"/>. Its fields are guarded by that clock's lock.</summary>
internal sealed class ManualTimer : ITimer
{
    private readonly ManualTime _time;
    private readonly TimerCallback _callback;
    private readonly object? _state;

    public ManualTimer(ManualTime time, TimerCallback callback, object? state)
    {
        _time = time;
        _callback = callback;
        _state = state;
    }

    public static IComparer<ManualTimer> ByDueThenOrder { get; } = Comparer<ManualTimer>.Create(
        (a, b) => a.DueTicks != b.DueTicks ? a.DueTicks.CompareTo(b.DueTicks) : a.Order.CompareTo(b.Order));

    public long DueTicks { get; set; }

    public long PeriodTicks { get; set; }

    public long Order { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => _time.Arm(this, dueTime, period);

    public void Fire() => _callback(_state);

    public void Dispose() => _time.Disarm(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
