using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Tests.Rules;

public sealed class RelayGuardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Ask_WithoutTimes_IsDoneAtOnce()
    {
        var guard = new RelayGuard(RelayTimes.None, false, At(0));

        Assert.Equal(RelayAnswer.Done, guard.Ask(true, At(0), Patience));
        Assert.Equal(RelayAnswer.Done, guard.Ask(false, At(0), Patience));
        Assert.False(guard.IsOn);
        Assert.Null(guard.NextDue);
    }

    [Fact]
    public void Ask_OffBeforeTheShortestTimeOn_WaitsForIt()
    {
        var guard = new RelayGuard(new RelayTimes(TimeSpan.FromSeconds(5), TimeSpan.Zero, null), false, At(0));
        guard.Ask(true, At(10), Patience);

        Assert.Equal(RelayAnswer.Later, guard.Ask(false, At(12), Patience));
        Assert.True(guard.IsOn);
        Assert.Equal(At(15), guard.NextDue);
        Assert.False(guard.OnTime(At(14)));
        Assert.True(guard.OnTime(At(15)));
        Assert.False(guard.IsOn);
    }

    [Fact]
    public void Ask_OnAgainBeforeItWentOff_TakesTheWishBack()
    {
        var guard = new RelayGuard(new RelayTimes(TimeSpan.FromSeconds(5), TimeSpan.Zero, null), false, At(0));
        guard.Ask(true, At(10), Patience);
        guard.Ask(false, At(11), Patience);

        Assert.Equal(RelayAnswer.Done, guard.Ask(true, At(12), Patience));
        Assert.Null(guard.NextDue);
        Assert.False(guard.OnTime(At(100)));
        Assert.True(guard.IsOn);
    }

    [Fact]
    public void Ask_OnLongBeforeTheShortestTimeOff_IsRefusedAndForgotten()
    {
        var guard = new RelayGuard(new RelayTimes(TimeSpan.Zero, TimeSpan.FromMinutes(3), null), true, At(0));
        guard.Ask(false, At(10), Patience);

        Assert.Equal(RelayAnswer.TooEarly, guard.Ask(true, At(20), Patience));
        Assert.Null(guard.NextDue);
        Assert.Equal(RelayAnswer.Later, guard.Ask(true, At(130), Patience));
        Assert.Equal(At(190), guard.NextDue);
    }

    [Fact]
    public void Ask_RightAfterTheStart_CountsTheStartAsSwitch()
    {
        var guard = new RelayGuard(new RelayTimes(TimeSpan.Zero, TimeSpan.FromSeconds(30), null), false, At(100));

        Assert.Equal(RelayAnswer.Later, guard.Ask(true, At(101), Patience));
        Assert.True(guard.OnTime(At(130)));
        Assert.True(guard.IsOn);
    }

    [Fact]
    public void OnTime_AfterTheLongestTimeOn_GoesOffAndStaysOff()
    {
        var guard = new RelayGuard(new RelayTimes(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(10)), false, At(0));
        guard.Ask(true, At(0), Patience);

        Assert.Equal(At(10), guard.NextDue);
        Assert.True(guard.OnTime(At(10)));
        Assert.False(guard.IsOn);
        Assert.False(guard.Wanted);
        Assert.Null(guard.NextDue);
    }

    [Fact]
    public void Ask_OnAgainWhileOn_DoesNotLengthenTheLongestTime()
    {
        var guard = new RelayGuard(new RelayTimes(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(10)), false, At(0));
        guard.Ask(true, At(0), Patience);
        guard.Ask(true, At(9), Patience);

        Assert.Equal(At(10), guard.NextDue);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
