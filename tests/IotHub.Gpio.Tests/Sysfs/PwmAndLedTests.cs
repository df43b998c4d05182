using IotHub.Gpio.Sysfs;

namespace IotHub.Gpio.Tests.Sysfs;

public sealed class PwmAndLedTests : IDisposable
{
    private static readonly PwmSetting Never = new(0, 0, false, false);
    private static readonly PwmSetting Half = new(1_000_000, 500_000, false, true);

    private readonly CapturedTree _tree = new();

    [Fact]
    public void Between_ChannelThatWasNeverSet_PeriodThenDutyThenEnable() =>
        Assert.Equal("period=1000000 duty_cycle=500000 enable=1", Writes(Never, Half));

    [Fact]
    public void Between_SamePeriod_WritesTheDutyAlone() => Assert.Equal("duty_cycle=10000", Writes(Half, Half with { DutyNanoseconds = 10_000 }));

    [Fact]
    public void Between_SameSetting_WritesNothing() => Assert.Equal("", Writes(Half, Half));

    [Fact]
    public void Between_LongerPeriodWhileRunning_PeriodFirst() => Assert.Equal("period=20000000 duty_cycle=1500000", Writes(Half, new PwmSetting(20_000_000, 1_500_000, false, true)));

    [Fact]
    public void Between_PeriodShorterThanTheDuty_DutyFirst() => Assert.Equal("duty_cycle=10000 period=40000", Writes(Half, new PwmSetting(40_000, 10_000, false, true)));

    [Fact]
    public void Between_OtherPolarity_StandsStillMeanwhile() => Assert.Equal("enable=0 polarity=inversed enable=1", Writes(Half, Half with { IsInverted = true }));

    [Fact]
    public void Between_Off_StopsFirst() => Assert.Equal("enable=0", Writes(Half, Half with { IsEnabled = false }));

    [Theory]
    [InlineData("1f00098000.pwm")]
    [InlineData("pwmchip2")]
    public void Set_Channel_WritesItsFiles(string chip)
    {
        var channel = PwmChannel.Open(_tree.Tree, chip, 1);

        channel.Set(Half);

        string[] written = [.. ((string[])["period", "duty_cycle", "polarity", "enable"]).Select(name => _tree.Read($"class/pwm/pwmchip2/pwm1/{name}").Split('\n')[0])];
        Assert.Equal(["1000000", "500000", "normal", "1"], written);
        Assert.Equal(Half, PwmChannel.Open(_tree.Tree, chip, 1).Setting);
    }

    [Fact]
    public void Open_WhatIsNotThere_SaysWhatIs()
    {
        Assert.Equal("There is no PWM chip fe20c000.pwm: is its overlay in config.txt?", Assert.Throws<SysfsException>(() => PwmChannel.Open(_tree.Tree, "fe20c000.pwm", 0)).Message);
        Assert.Equal("The PWM chip pwmchip2 has no channel 4: its channels are 0 to 3.", Assert.Throws<SysfsException>(() => PwmChannel.Open(_tree.Tree, "pwmchip2", 4)).Message);
    }

    [Fact]
    public void Set_ChannelThatHasGone_IsAFault()
    {
        var channel = PwmChannel.Open(_tree.Tree, "pwmchip2", 1);
        _tree.Remove("class/pwm/pwmchip2/pwm1");

        Assert.Throws<SysfsException>(() => channel.Set(Half));
        Assert.Equal(Never, channel.Setting);
    }

    [Fact]
    public void Open_Led_TakesItFromItsTrigger()
    {
        var led = LedLight.Open(_tree.Tree, "ACT");

        Assert.StartsWith("none", _tree.Read("class/leds/ACT/trigger"), StringComparison.Ordinal);
        Assert.Equal(255, led.BrightnessMax);
        led.Set(128);
        Assert.StartsWith("128", _tree.Read("class/leds/ACT/brightness"), StringComparison.Ordinal);
        Assert.Throws<SysfsException>(() => LedLight.Open(_tree.Tree, "PWR"));
    }

    public void Dispose() => _tree.Dispose();

    private static string Writes(PwmSetting before, PwmSetting wanted) => string.Join(' ', PwmWrites.Between(before, wanted).Select(write => $"{write.Attribute}={write.Value}"));
}
