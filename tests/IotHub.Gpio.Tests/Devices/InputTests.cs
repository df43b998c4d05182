namespace IotHub.Gpio.Tests.Devices;

public sealed class InputTests
{
    [Fact]
    public void Pull_Contact_TellsValueAndEvent()
    {
        using var board = Started("""
            { "did": "door", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "line": "GPIO22", "bias": "pull-up", "active-low": true } },
              "events": { "contact-sensor.opened": { "property": "contact-sensor.contact-state", "becomes": false }, "contact-sensor.closed": { "property": "contact-sensor.contact-state" } } }
            """, "door announces iothub-wired-contact", "door online", "door contact-state=false");

        board.Pull("GPIO22", false);
        board.Pull("GPIO22", true);

        Assert.Equal(["door contact-state=true", "door contact-sensor.closed()", "door contact-state=false", "door contact-sensor.opened()"], board.Said);
    }

    [Fact]
    public void Pull_BouncingContact_TellsOnceWhenItHasSettled()
    {
        using var board = Started("""{ "did": "door", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "line": 22, "debounce": "20ms" } } }""",
            "door announces iothub-wired-contact", "door online", "door contact-state=false");

        for (var i = 0; i <= 10; i++)
        {
            board.Pull("22", i % 2 == 0);
            board.After(TimeSpan.FromMilliseconds(2));
        }

        Assert.Empty(board.Said);
        board.After(TimeSpan.FromMilliseconds(20));
        Assert.Equal(["door contact-state=true"], board.Said);
    }

    [Fact]
    public void Pull_Button_TellsGesturesWithHowLongItWasHeld()
    {
        using var board = Started("""
            { "did": "bell", "contract": "wired-button", "buttons": { "b": { "line": 27, "bias": "pull-up", "active-low": true } },
              "events": { "switch-sensor.click": { "button": "b" }, "switch-sensor.long-press": { "button": "b", "gesture": "long-press" },
                          "switch-sensor.long-press-released": { "button": "b", "gesture": "release" } } }
            """, "bell announces iothub-wired-button", "bell online");

        board.Pull("27", false);
        board.After(TimeSpan.FromMilliseconds(200));
        board.Pull("27", true);
        Assert.Equal(["bell switch-sensor.click()"], board.TakeSaid());

        board.Pull("27", false);
        board.After(TimeSpan.FromSeconds(1.5));
        Assert.Equal(["bell switch-sensor.long-press()"], board.TakeSaid());
        board.Pull("27", true);
        Assert.Equal(["bell switch-sensor.long-press-released(press-duration=1500)"], board.Said);
    }

    [Fact]
    public void Pull_ReleaseThatIsHeardAfterTheTimeOfALongPress_IsAClick()
    {
        using var board = Started("""
            { "did": "bell", "contract": "wired-button", "buttons": { "b": { "line": 27 } },
              "events": { "switch-sensor.click": { "button": "b" }, "switch-sensor.long-press": { "button": "b", "gesture": "long-press" } } }
            """, "bell announces iothub-wired-button", "bell online");

        // The machine stands still for two seconds, in which the button is let go: the timer is heard first, then the edge with its time.
        board.Pull("27", true);
        board.Time.Advance(TimeSpan.FromMilliseconds(200));
        board.Chip.Pull("27", false);
        board.Time.Advance(TimeSpan.FromSeconds(2));
        board.Home.OnTime(board.Now);
        board.Settle();
        board.After(TimeSpan.FromSeconds(1));

        Assert.Equal(["bell switch-sensor.click()"], board.Said);
    }

    [Fact]
    public void Start_ButtonThatIsDown_IsNoPress()
    {
        using var board = new BoardFixture("""{ "did": "bell", "contract": "wired-button", "buttons": { "b": { "line": 27 } }, "events": { "switch-sensor.click": { "button": "b" } } }""");
        board.Chip.Pull("27", true);
        board.Start();
        board.TakeSaid();

        board.Pull("27", false);
        Assert.Empty(board.Said);
        board.Pull("27", true);
        Assert.Equal(["bell switch-sensor.click()"], board.Said);
    }

    [Fact]
    public void Turn_Encoder_TellsHowFar()
    {
        using var board = Started("""
            { "did": "knob", "contract": "wired-knob", "buttons": { "push": { "input": "keys", "key": "KEY_ENTER" } },
              "events": { "switch-sensor.rotated": { "input": "rotary", "step": 18 }, "switch-sensor.click": { "button": "push" } } }
            """, "knob announces iothub-wired-knob", "knob online");

        board.Inputs.Turn("rotary", 0, 2);
        board.Inputs.Turn("rotary", 0, -1);
        board.Inputs.Turn("rotary", 8, 5);
        board.Inputs.Press("keys", 28, true);
        board.Inputs.Press("keys", 29, true);
        board.Settle();

        Assert.Equal(["knob switch-sensor.rotated(rotation-angle=36)", "knob switch-sensor.rotated(rotation-angle=-18)", "knob switch-sensor.click()"], board.Said);
    }

    [Fact]
    public void Remove_InputDevice_IsOfflineUntilItIsTriedAgain()
    {
        using var board = Started("""{ "did": "door", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "input": "keys", "key": 5, "invert": true } } }""",
            "door announces iothub-wired-contact", "door online", "door contact-state=true");
        board.Inputs.Press("keys", 5, true);
        board.Settle();
        Assert.Equal(["door contact-state=false"], board.TakeSaid());

        board.Inputs.Remove("keys");
        board.Settle();

        Assert.Equal(["door offline"], board.TakeSaid());
        Assert.Equal("The input device keys has gone.", board.Home.Faults["door"]);
        board.After(TimeSpan.FromSeconds(1));
        Assert.Equal(["door online", "door contact-state=true"], board.Said);
    }

    [Fact]
    public void Edges_LeftOutOnTheWay_AreCountedAndTheLevelIsLookedAt()
    {
        using var board = Started("""{ "did": "door", "contract": "wired-contact", "properties": { "contact-sensor.contact-state": { "line": 22 } } }""",
            "door announces iothub-wired-contact", "door online", "door contact-state=false");

        board.Room = 0;
        board.Chip.Pull("22", true);
        board.Chip.Pull("22", false);
        board.Chip.Pull("22", true);
        board.Room = int.MaxValue;
        board.Pull("22", false);
        Assert.Empty(board.TakeSaid());
        Assert.Equal(3, board.Home.Losses.LostEdges);

        board.Room = 0;
        board.Chip.Pull("22", true);
        board.Room = int.MaxValue;
        board.Home.Look(board.Now);
        Assert.Equal(["door contact-state=true"], board.Said);
    }

    [Fact]
    public void Edge_AfterAGapInTheNumbers_HasAllLinesLookedAt()
    {
        using var board = Started("""
            { "did": "hall", "contract": "two-gang-switch", "properties": { "switch.on": { "line": 4 } },
              "buttons": { "left": { "line": 22 }, "right": { "line": 23 } },
              "events": { "switch-sensor.click": { "button": "left" }, "switch-sensor-2.click": { "button": "right" } } }
            """, "hall announces iothub-two-gang-switch", "hall online", "hall on=false");

        board.Room = 0;
        board.Chip.Pull("22", true);
        board.Room = int.MaxValue;
        board.Pull("23", true);

        Assert.Equal(["hall switch-sensor-2.click()", "hall switch-sensor.click()"], board.Said);
    }

    private static BoardFixture Started(string devices, params string[] said)
    {
        var board = new BoardFixture(devices).Start();
        Assert.Equal(said, board.TakeSaid());
        return board;
    }
}
