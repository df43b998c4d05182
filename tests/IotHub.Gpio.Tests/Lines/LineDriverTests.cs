using System.Threading.Channels;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Tests.Lines;

/// <summary>
/// What every driver of lines does. The simulated one is tested everywhere, the kernel's on a real kernel with a simulated chip (tests/IotHub.GpioRig.Tests): a chip
/// like a Raspberry Pi 4's, whose lines can be pulled and looked at from outside.
/// </summary>
public abstract class LineDriverTests : ILineListener, IDisposable
{
    // Edges of one test: some hundreds.
    private readonly Channel<LineEdge> _edges = Channel.CreateBounded<LineEdge>(10_000);
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The driver under test.</summary>
    protected abstract ILineDriver Driver { get; }

    /// <summary>The world outside pulls a line.</summary>
    protected abstract void Pull(string line, bool isHigh);

    /// <summary>The level of a line, seen from outside.</summary>
    protected abstract bool LevelOf(string line);

    [LineFact]
    public void Chips_OfTheBoard_HaveTheHeaders() => Assert.Contains(Driver.Chips(), chip => chip is { Label: "pinctrl-bcm2711", Lines: 58 });

    [LineFact]
    public void Request_Output_IsDrivenFromItsFirstMoment()
    {
        using var on = Request(new LineSettings("GPIO17", true) { Initial = true });
        using var off = Request(new LineSettings("GPIO18", true));

        Assert.True(LevelOf("GPIO17"));
        Assert.False(LevelOf("GPIO18"));
        Assert.Equal(1ul, on.Read(1));
    }

    [LineFact]
    public void Write_SeveralLines_SetsThoseOfTheMask()
    {
        using var lines = Request(new LineSettings("GPIO17", true), new LineSettings("GPIO22", true), new LineSettings("GPIO23", true) { Initial = true });

        lines.Write(0b011, 0b110);

        Assert.Equal((false, true, true), (LevelOf("GPIO17"), LevelOf("GPIO22"), LevelOf("GPIO23")));
        Assert.Equal(0b110ul, lines.Read(0b111));
    }

    [LineFact]
    public void Write_ActiveLow_TurnsTheLevelAround()
    {
        using var relay = Request(new LineSettings("GPIO17", true) { IsActiveLow = true });

        Assert.True(LevelOf("GPIO17"));
        relay.Write(1, 1);
        Assert.False(LevelOf("GPIO17"));
        Assert.Equal(1ul, relay.Read(1));
    }

    [LineFact]
    public void Request_WithoutAnInitialValue_KeepsTheLevel()
    {
        Pull("GPIO24", true);
        Pull("GPIO25", false);

        using var lines = Request(new LineSettings("GPIO24", true) { Initial = null }, new LineSettings("GPIO25", true) { Initial = null }, new LineSettings("GPIO26", true) { Initial = true });

        Assert.Equal((true, false, true), (LevelOf("GPIO24"), LevelOf("GPIO25"), LevelOf("GPIO26")));
        lines.Write(1, 0);
        Assert.False(LevelOf("GPIO24"));
    }

    [LineFact]
    public async Task Request_Input_TellsBothEdgesInOrder()
    {
        Pull("GPIO27", false);
        using var input = Request(new LineSettings("GPIO27", false));

        Pull("GPIO27", true);
        var rise = await NextAsync();
        Pull("GPIO27", false);
        var fall = await NextAsync();

        Assert.Equal((0, true, 1u), (rise.Index, rise.Value, rise.Sequence));
        Assert.Equal((0, false, 2u), (fall.Index, fall.Value, fall.Sequence));
        Assert.True(fall.At >= rise.At);
        Assert.Equal(0ul, input.Read(1));
    }

    [LineFact]
    public async Task Request_ActiveLowInput_TellsLogicalValues()
    {
        Pull("GPIO27", true);
        using var input = Request(new LineSettings("GPIO27", false) { IsActiveLow = true });
        Assert.Equal(0ul, input.Read(1));

        Pull("GPIO27", false);

        Assert.True((await NextAsync()).Value);
        Assert.Equal(1ul, input.Read(1));
    }

    [LineFact]
    public async Task Request_InputsAndOutputs_TellsWhichLine()
    {
        Pull("GPIO5", false);
        Pull("GPIO6", false);
        using var lines = Request(new LineSettings("GPIO4", true), new LineSettings("GPIO5", false), new LineSettings("GPIO6", false) { IsActiveLow = true });

        Pull("GPIO6", true);
        var second = await NextAsync();
        Pull("GPIO5", true);
        var first = await NextAsync();

        Assert.Equal((2, false), (second.Index, second.Value));
        Assert.Equal((1, true), (first.Index, first.Value));
    }

    [LineFact]
    public void Request_LineInUse_NamesWhoHoldsIt()
    {
        using var held = Driver.Request(new LineRequest(null, "iothub:hall", [new LineSettings("GPIO17", true)]), this);

        var fault = Assert.Throws<LineException>(() => Request(new LineSettings("GPIO16", true), new LineSettings("17", false)));

        Assert.Equal((LineFault.Busy, "iothub:hall"), (fault.Fault, fault.Holder));
        Assert.Equal("17 of pinctrl-bcm2711 is in use by iothub:hall.", fault.Message);
        using var free = Request(new LineSettings("GPIO16", true));
    }

    [LineFact]
    public void Dispose_Lines_AreFreeAgain()
    {
        Request(new LineSettings("GPIO17", true)).Dispose();

        using var again = Request(new LineSettings("GPIO17", false));
        Assert.Equal(0ul, again.Read(1) & ~1ul);
    }

    [LineFact]
    public void Request_ChipThatIsNotThere_SaysWhatIs()
    {
        var fault = Assert.Throws<LineException>(() => Driver.Request(new LineRequest("expander", "test", [new LineSettings("0", true)]), this));

        Assert.Equal(LineFault.NoChip, fault.Fault);
        Assert.Contains("has no GPIO chip with the label expander; there is pinctrl-bcm2711 (", fault.Message, StringComparison.Ordinal);
    }

    [LineTheory]
    [InlineData("GPIO58")]
    [InlineData("4000")]
    [InlineData("NO_SUCH_LINE")]
    public void Request_LineThatIsNotThere_SaysSo(string line)
    {
        var fault = Assert.Throws<LineException>(() => Request(new LineSettings(line, true)));

        Assert.Equal(LineFault.NoLine, fault.Fault);
        Assert.Contains(line, fault.Message, StringComparison.Ordinal);
    }

    [LineFact]
    public void Request_ByName_FindsALineOfAnotherName()
    {
        using var named = Request(new LineSettings("ID_SDA", true) { Initial = true });

        Assert.True(LevelOf("ID_SDA"));
    }

    [LineFact]
    public void Write_OpenDrain_DrivesLowAndLetsGo()
    {
        Pull("GPIO12", true);
        using var line = Request(new LineSettings("GPIO12", true) { Drive = LineDrive.OpenDrain, Initial = true });

        Assert.True(LevelOf("GPIO12"));
        line.Write(1, 0);
        Assert.False(LevelOf("GPIO12"));
    }

    [LineFact]
    public async Task Edges_OfABurst_AreNumberedWithoutAGap()
    {
        const int Edges = 500;
        Pull("GPIO27", false);
        using var input = Request(new LineSettings("GPIO27", false));

        for (uint i = 1; i <= Edges; i++)
        {
            Pull("GPIO27", i % 2 == 1);
            var edge = await NextAsync();
            Assert.Equal((i, i % 2 == 1), (edge.Sequence, edge.Value));
        }
    }

    /// <inheritdoc/>
    public void OnEdge(in LineEdge edge) => _edges.Writer.TryWrite(edge);

    /// <inheritdoc/>
    public void OnLost(string reason) => _lost.TrySetResult(reason);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The sentence with which lines were lost.</summary>
    protected Task<string> LostAsync() => _lost.Task;

    /// <summary>The next edge.</summary>
    protected async Task<LineEdge> NextAsync() => await _edges.Reader.ReadAsync();

    /// <summary>Takes lines of the header.</summary>
    protected ILineGroup Request(params LineSettings[] lines) => Driver.Request(new LineRequest(null, "test", [.. lines]), this);

    /// <summary>Gives back what the test took.</summary>
    protected virtual void Dispose(bool isDisposing) => Driver.Dispose();
}
