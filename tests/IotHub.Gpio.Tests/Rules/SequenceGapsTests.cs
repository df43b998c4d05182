using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Tests.Rules;

public sealed class SequenceGapsTests
{
    [Fact]
    public void Take_NumbersInARow_LosesNothing()
    {
        var gaps = new SequenceGaps();

        Assert.Equal([0u, 0u, 0u], (uint[])[gaps.Take(1), gaps.Take(2), gaps.Take(3)]);
        Assert.Equal(0, gaps.Lost);
    }

    [Fact]
    public void Take_NumbersLeftOut_CountsEach()
    {
        var gaps = new SequenceGaps();

        Assert.Equal([2u, 0u, 5u], (uint[])[gaps.Take(3), gaps.Take(4), gaps.Take(10)]);
        Assert.Equal(7, gaps.Lost);
    }

    [Fact]
    public void Take_AfterTheLargest_GoesOnWithZero()
    {
        var gaps = new SequenceGaps();
        for (var number = 1u; number < 5; number++)
        {
            gaps.Take(number);
        }

        // Half the numbers away counts as from before, so the way to the largest is made in two steps.
        gaps.Take(2_000_000_000);
        gaps.Take(4_000_000_000);
        gaps.Take(uint.MaxValue);
        var before = gaps.Lost;

        Assert.Equal(0u, gaps.Take(0));
        Assert.Equal(1u, gaps.Take(2));
        Assert.Equal(before + 1, gaps.Lost);
    }

    [Fact]
    public void Take_ANumberAgain_IsNoGap()
    {
        var gaps = new SequenceGaps();
        gaps.Take(1);
        gaps.Take(2);

        Assert.Equal(0u, gaps.Take(2));
        Assert.Equal(0, gaps.Lost);
    }
}
