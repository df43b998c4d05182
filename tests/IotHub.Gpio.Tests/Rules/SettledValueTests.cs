using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Tests.Rules;

public sealed class SettledValueTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void Take_Bounces_SettlesOnceAfterTheLast()
    {
        var settled = new SettledValue(Period, false);
        var changes = 0;
        for (var i = 0; i <= 10; i++)
        {
            changes += settled.Take(i % 2 == 0, At(i)) ? 1 : 0;
        }

        Assert.Equal(0, changes);
        Assert.Equal(At(20), settled.NextDue);
        Assert.False(settled.OnTime(At(19.9)));
        Assert.True(settled.OnTime(At(20)));
        Assert.True(settled.Value);
        Assert.Null(settled.NextDue);
    }

    [Fact]
    public void Take_SpikeThatGoesBack_ChangesNothing()
    {
        var settled = new SettledValue(Period, false);

        Assert.False(settled.Take(true, At(0)));
        Assert.False(settled.Take(false, At(9)));
        Assert.Null(settled.NextDue);
        Assert.False(settled.OnTime(At(100)));
        Assert.False(settled.Value);
    }

    [Fact]
    public void Take_WithoutAPeriod_ChangesAtOnce()
    {
        var settled = new SettledValue(TimeSpan.Zero, true);

        Assert.True(settled.Take(false, At(0)));
        Assert.False(settled.Value);
        Assert.Null(settled.NextDue);
    }

    [Fact]
    public void Take_AfterAValueLastedUnasked_CountsIt()
    {
        var settled = new SettledValue(Period, false);
        settled.Take(true, At(0));

        // Nobody asked at 10 ms; the value lasted until 15 ms, so it counts.
        Assert.True(settled.Take(false, At(15)));
        Assert.True(settled.Value);
        Assert.Equal(At(25), settled.NextDue);
    }

    private static TimeSpan At(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
