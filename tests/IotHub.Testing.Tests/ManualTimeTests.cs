namespace IotHub.Testing.Tests;

public sealed class ManualTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Advance_OverSeveralTimers_FiresInDueOrderAtTheirMoments()
    {
        var time = new ManualTime(Start);
        var fired = new List<string>();
        void Fire(object? name) => fired.Add($"{name}@{(time.GetUtcNow() - Start).TotalSeconds}");
        using var late = time.CreateTimer(Fire, "late", TimeSpan.FromSeconds(9), Timeout.InfiniteTimeSpan);
        using var first = time.CreateTimer(Fire, "first", TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var tied = time.CreateTimer(Fire, "tied", TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["first@2", "tied@2"], fired);
        Assert.Equal(Start.AddSeconds(5), time.GetUtcNow());
        Assert.Equal(1, time.ArmedTimers);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresOncePerPeriodUntilDisposed()
    {
        var time = new ManualTime(Start);
        var fired = new List<double>();
        var timer = time.CreateTimer(
            _ => fired.Add((time.GetUtcNow() - Start).TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

        time.Advance(TimeSpan.FromSeconds(7));
        timer.Dispose();
        time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal([1, 4, 7], fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Advance_TimerArmsAnotherWithinTheSpan_FiresBoth()
    {
        var time = new ManualTime(Start);
        var fired = new List<double>();
        ITimer? second = null;
        void Record() => fired.Add((time.GetUtcNow() - Start).TotalSeconds);
        using var first = time.CreateTimer(
            _ =>
            {
                Record();
                second = time.CreateTimer(_ => Record(), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([1, 3], fired);
        second?.Dispose();
    }

    [Fact]
    public void Change_OfAnArmedTimer_ReplacesItsMoment()
    {
        var time = new ManualTime(Start);
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, fired);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, fired);
    }

    [Fact]
    public void GetTimestamp_AfterAdvance_MeasuresTheSameSpan()
    {
        var time = new ManualTime(Start);
        var before = time.GetTimestamp();

        time.SetUtcNow(Start.AddMinutes(3));

        Assert.Equal(TimeSpan.FromMinutes(3), time.GetElapsedTime(before));
    }

    [Fact]
    public void StepWallClock_BackAnHour_LeavesTimersAndTimestampsAlone()
    {
        var time = new ManualTime(Start);
        var fired = 0;
        using var timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        var before = time.GetTimestamp();

        time.StepWallClock(TimeSpan.FromHours(-1));

        Assert.Equal(Start.AddHours(-1), time.GetUtcNow());
        Assert.Equal(before, time.GetTimestamp());
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, fired);
    }

    [Fact]
    public void Advance_Backwards_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ManualTime(Start).Advance(TimeSpan.FromTicks(-1)));

    [Fact]
    public async Task WaitForTimerAsync_DelayStartedElsewhere_CompletesWhenItIsArmed()
    {
        var time = new ManualTime(Start);
        var waiting = time.WaitForTimerAsync();
        Assert.False(waiting.IsCompleted);

        var delay = Task.Run(() => Task.Delay(TimeSpan.FromSeconds(5), time));
        await waiting;
        Assert.False(delay.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await delay;

        Assert.Equal(0, time.ArmedTimers);
    }

    [Fact]
    public async Task NextTimerAsync_WithOneArmedAlready_WaitsForTheNext()
    {
        var time = new ManualTime(Start);
        using var armed = time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var next = time.NextTimerAsync();
        Assert.True(time.WaitForTimerAsync().IsCompleted);
        Assert.False(next.IsCompleted);

        using var another = time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        await next;
    }

    [Fact]
    public async Task PeriodicTimer_OnManualTime_TicksWhenAdvanced()
    {
        var time = new ManualTime(Start);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), time);
        var tick = timer.WaitForNextTickAsync();
        Assert.False(tick.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(await tick);
    }
}
