using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Tests.Rules;

public sealed class ReportingTests
{
    [Fact]
    public void IsDue_SmallSteps_ToldWhenTheyAddUp()
    {
        var reporting = new Reporting(0.5, TimeSpan.FromMinutes(10));

        Assert.Equal([true, false, false, true, false], (bool[])[
            reporting.IsDue(20, At(0)), reporting.IsDue(20.2, At(1)), reporting.IsDue(20.4, At(2)), reporting.IsDue(20.5, At(3)), reporting.IsDue(20.1, At(4))]);
    }

    [Fact]
    public void IsDue_SameValueForLong_ToldAgain()
    {
        var reporting = new Reporting(0, TimeSpan.FromMinutes(10));

        Assert.Equal([true, false, true], (bool[])[reporting.IsDue(20, At(0)), reporting.IsDue(20, At(9)), reporting.IsDue(20, At(10))]);
    }

    [Fact]
    public void Forget_SameValue_ToldAgain()
    {
        var reporting = new Reporting(0, TimeSpan.FromMinutes(10));
        reporting.IsDue(20, At(0));
        reporting.Forget();

        Assert.True(reporting.IsDue(20, At(1)));
    }

    private static TimeSpan At(double minutes) => TimeSpan.FromMinutes(minutes);
}
