using IotHub.Contracts.Model;
using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Tests.Rules;

public sealed class DutyScaleTests
{
    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(50, 500_000)]
    [InlineData(100, 1_000_000)]
    [InlineData(250, 1_000_000)]
    public void DutyOf_BrightnessWithoutAFirstPoint_IsInProportion(double value, long nanoseconds)
    {
        var scale = new DutyScale(new ValueRange(1, 100, 1), null, TimeSpan.FromMilliseconds(1));

        Assert.Equal(nanoseconds, scale.DutyOf(value));
        Assert.Equal(Math.Min(value, 100), scale.ValueOf(nanoseconds));
    }

    [Theory]
    [InlineData(0, 500_000)]
    [InlineData(90, 1_500_000)]
    [InlineData(180, 2_500_000)]
    public void DutyOf_AngleOfAServo_LiesBetweenItsTwoPulses(double value, long nanoseconds)
    {
        var scale = new DutyScale(new ValueRange(0, 180, 1), TimeSpan.FromMicroseconds(500), TimeSpan.FromMicroseconds(2500));

        Assert.Equal(nanoseconds, scale.DutyOf(value));
        Assert.Equal(value, scale.ValueOf(nanoseconds));
    }

    [Fact]
    public void DutyOf_YesOrNo_IsNothingOrAll()
    {
        var scale = new DutyScale(null, null, TimeSpan.FromMicroseconds(125));

        Assert.Equal((0, 125_000), (scale.DutyOf(0), scale.DutyOf(1)));
    }

    [Fact]
    public void ValueOf_TimeThatMeansNoValue_IsTheLargest() =>
        Assert.Equal(100, new DutyScale(new ValueRange(1, 100, 1), null, TimeSpan.FromMilliseconds(1)).ValueOf(7_000_000));
}
