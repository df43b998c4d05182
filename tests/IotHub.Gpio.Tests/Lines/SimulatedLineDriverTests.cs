using IotHub.Gpio.Drivers.Simulated;
using IotHub.Gpio.Lines;
using IotHub.Testing;

namespace IotHub.Gpio.Tests.Lines;

public sealed class SimulatedLineDriverTests : LineDriverTests
{
    private readonly SimulatedChip _chip = SimulatedChip.LikePi4();
    private readonly SimulatedLineDriver _driver;

    public SimulatedLineDriverTests() => _driver = new SimulatedLineDriver(new ManualTime(DateTimeOffset.UnixEpoch), _chip);

    protected override ILineDriver Driver => _driver;

    [Fact]
    public async Task Remove_ChipInUse_TellsWhoHoldsLines()
    {
        using var line = Request(new LineSettings("GPIO17", true));

        _driver.Remove(_chip);

        Assert.Equal("The chip pinctrl-bcm2711 has gone.", await LostAsync());
        Assert.Equal(LineFault.Gone, Assert.Throws<LineException>(() => line.Write(1, 1)).Fault);
        Assert.Equal(LineFault.NoChip, Assert.Throws<LineException>(() => Request(new LineSettings("GPIO17", true))).Fault);
    }

    [Fact]
    public void Changed_OutputIsDriven_TellsThePanel()
    {
        var states = new List<SimulatedLineState>();
        _chip.Changed += states.Add;

        using var line = Request(new LineSettings("GPIO17", true));
        line.Write(1, 1);

        Assert.Equal([("GPIO17", "test", false), ("GPIO17", "test", true)], states.Select(state => (state.Name, state.Consumer, state.Level)));
    }

    [Fact]
    public void States_OfAHeldLine_SayHowItIsUsedAndWhichIsNewer()
    {
        using var line = Request(new LineSettings("GPIO27", false) { Bias = LineBias.PullUp, IsActiveLow = true });
        var before = _chip.States()[27];
        _chip.Pull("GPIO27", false);
        var after = _chip.States()[27];

        Assert.Equal((true, LineBias.PullUp, true, null), (before.IsActiveLow, before.Bias, before.Level, before.Pull));
        Assert.Equal((false, false), (after.Level, after.Pull));
        Assert.True(after.Change > before.Change);
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _driver.Dispose();
    }

    protected override void Pull(string line, bool isHigh) => _chip.Pull(line, isHigh);

    protected override bool LevelOf(string line) => _chip.LevelOf(line);
}
