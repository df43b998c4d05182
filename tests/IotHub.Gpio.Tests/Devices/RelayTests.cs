using IotHub.Contracts.Values;
using IotHub.Gpio.Lines;

namespace IotHub.Gpio.Tests.Devices;

public sealed class RelayTests
{
    private const string Relay = """{ "did": "hall", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17", "active-low": true } }, "actions": { "switch.toggle": { "toggles": "switch.on" } } }""";

    private static readonly PropertyValue On = PropertyValue.FromBoolean(true);
    private static readonly PropertyValue Off = PropertyValue.FromBoolean(false);

    [Fact]
    public void Start_Relay_IsAnnouncedOnlineAndOff()
    {
        using var board = new BoardFixture(Relay).Start();

        Assert.Equal(["hall announces iothub-wired-relay", "hall online", "hall on=false"], board.Said);
        Assert.True(board.Chip.LevelOf("GPIO17"));
        Assert.Equal("iothub:hall", board.Chip.States()[17].Consumer);
    }

    [Fact]
    public void Set_On_DrivesTheLineAndAnswersWithTheValue()
    {
        using var board = Started();

        board.Set("hall", ("switch.on", On));

        Assert.Equal(["hall answers 0 on=true"], board.Said);
        Assert.False(board.Chip.LevelOf("GPIO17"));
    }

    [Fact]
    public void Call_Toggle_TurnsItAroundAndARepeatedRequestDoesNothing()
    {
        using var board = Started();

        board.Call("hall", "switch.toggle", "r1");
        board.Call("hall", "switch.toggle", "r1");

        Assert.Equal(["hall answers 0 on=true", "hall answers 0 on=true"], board.TakeSaid());
        Assert.False(board.Chip.LevelOf("GPIO17"));
        board.Call("hall", "switch.toggle", "r2");
        Assert.Equal(["hall answers 0 on=false"], board.Said);
    }

    [Fact]
    public void Get_Property_IsAnsweredWithItsValue()
    {
        using var board = Started();

        board.Get("hall", "switch.on");

        Assert.Equal(["hall answers 0 on=false"], board.Said);
    }

    [Fact]
    public void Stop_Relay_GoesToItsValueForThat()
    {
        using var board = new BoardFixture(
            """
            { "did": "off", "contract": "wired-relay", "properties": { "switch.on": { "line": 4, "start": "on" } } },
            { "did": "on", "contract": "wired-relay", "properties": { "switch.on": { "line": 5, "stop": "on" } } },
            { "did": "kept", "contract": "wired-relay", "properties": { "switch.on": { "line": 6, "start": "on", "stop": "keep" } } }
            """).Start();
        var levels = new List<(int, bool)>();
        board.Chip.Changed += state =>
        {
            if (state.IsOutput)
            {
                levels.Add((state.Offset, state.Level));
            }
        };

        board.Home.Stop();

        Assert.Equal([(4, false), (5, true)], levels);
        Assert.Equal(["", "", ""], board.Chip.States()[4..7].Select(state => state.Consumer));
    }

    [Fact]
    public void Set_WithinTheShortestTimes_ComesLaterOrNotAtAll()
    {
        using var board = new BoardFixture("""{ "did": "pump", "contract": "wired-relay", "properties": { "switch.on": { "line": 4, "on-min": "10s", "off-min": "3m" } } }""").Start();
        board.After(TimeSpan.FromMinutes(4));
        board.Set("pump", ("switch.on", On));
        board.TakeSaid();

        board.Set("pump", ("switch.on", Off));
        Assert.Equal(["pump answers 1"], board.TakeSaid());
        Assert.True(board.Chip.LevelOf("4"));
        board.After(TimeSpan.FromSeconds(10));
        Assert.Equal(["pump on=false"], board.TakeSaid());
        Assert.False(board.Chip.LevelOf("4"));

        board.Set("pump", ("switch.on", On));
        Assert.Equal(["pump answers -4004 on=false switch.on:-4004"], board.TakeSaid());
    }

    [Fact]
    public void Set_OnForTooLong_GoesOffByItself()
    {
        using var board = new BoardFixture("""{ "did": "boiler", "contract": "wired-relay", "properties": { "switch.on": { "line": 4, "on-max": "30s" } } }""").Start();
        board.Set("boiler", ("switch.on", On));
        board.TakeSaid();

        board.After(TimeSpan.FromSeconds(29));
        Assert.True(board.Chip.LevelOf("4"));
        board.After(TimeSpan.FromSeconds(1));

        Assert.Equal(["boiler on=false"], board.Said);
        Assert.False(board.Chip.LevelOf("4"));
    }

    [Fact]
    public void Start_LineInUse_IsOfflineWithTheHolderAndTriedAgain()
    {
        using var board = new BoardFixture(Relay);
        var other = board.Lines.Request(new LineRequest(null, "spi0 CS0", [new LineSettings("GPIO17", true)]), new NoListener());
        board.Start();

        Assert.Equal(["hall announces iothub-wired-relay", "hall offline"], board.TakeSaid());
        Assert.Equal("GPIO17 of pinctrl-bcm2711 is in use by spi0 CS0.", board.Home.Faults["hall"]);
        board.Set("hall", ("switch.on", On));
        Assert.Empty(board.TakeSaid());

        other.Dispose();
        board.After(TimeSpan.FromSeconds(11));
        Assert.Equal(["hall online", "hall on=false"], board.Said);
        Assert.Empty(board.Home.Faults);
        Assert.Equal([false, true], board.News.Select(news => news.IsThere));
    }

    [Fact]
    public void Set_ChipThatHasGone_SaysOfflineAndNothingAfterIt()
    {
        using var board = Started();
        board.Room = 0;
        board.Lines.Remove(board.Chip);

        // That the chip has gone was left out on the way: the command finds out.
        board.Set("hall", ("switch.on", On));

        Assert.Equal(["hall offline"], board.Said);
        Assert.Equal("The chip pinctrl-bcm2711 has gone.", board.Home.Faults["hall"]);
    }

    [Fact]
    public void ChipGoesAndComes_Relay_IsOfflineMeanwhileAndOffAfterwards()
    {
        using var board = Started();
        board.Set("hall", ("switch.on", On));
        board.TakeSaid();

        board.Lines.Remove(board.Chip);
        board.Settle();
        Assert.Equal(["hall offline"], board.TakeSaid());
        Assert.Equal("The chip pinctrl-bcm2711 has gone.", board.Home.Faults["hall"]);
        board.After(TimeSpan.FromSeconds(1));
        Assert.StartsWith("This board has no GPIO chip with a pin header", board.Home.Faults["hall"], StringComparison.Ordinal);

        board.Lines.Add(board.Chip);
        board.After(TimeSpan.FromSeconds(10));
        Assert.Equal(["hall online", "hall on=false"], board.Said);
    }

    [Fact]
    public void Retired_Relay_LetsGoOfItsLineUntilItJoinsAgain()
    {
        using var board = Started();

        board.Home.Take(new Gpio.Devices.WiredWork.Retired("hall"), board.Now);
        board.After(TimeSpan.FromHours(1));
        Assert.Empty(board.Said);
        Assert.Equal("", board.Chip.States()[17].Consumer);

        board.Home.Take(new Gpio.Devices.WiredWork.Saved("hall"), board.Now);
        Assert.Equal(["hall online", "hall on=false"], board.Said);
    }

    [Fact]
    public void OnTime_NothingHappensForLong_IsToldAgain()
    {
        using var board = Started();

        board.After(TimeSpan.FromMinutes(10));

        Assert.Equal(["hall online", "hall on=false"], board.Said);
    }

    private static BoardFixture Started()
    {
        var board = new BoardFixture(Relay).Start();
        board.TakeSaid();
        return board;
    }

    private sealed class NoListener : ILineListener
    {
        public void OnEdge(in LineEdge edge)
        {
        }

        public void OnLost(string reason)
        {
        }
    }
}
