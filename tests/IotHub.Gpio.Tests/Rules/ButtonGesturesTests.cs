using IotHub.Gpio.Rules;

namespace IotHub.Gpio.Tests.Rules;

public sealed class ButtonGesturesTests
{
    private readonly List<string> _told = [];

    [Fact]
    public void Take_OnlyClickWanted_TellsItWithThePress()
    {
        var button = Button(Gesture.Click);

        Press(button, 0, true);

        Assert.Equal(["Click 0"], _told);
        Assert.Null(button.NextDue);
        Press(button, 5000, false);
        Assert.Equal(["Click 0"], _told);
    }

    [Fact]
    public void Take_ClickAndLongPressWanted_TellsTheClickWithTheRelease()
    {
        var button = Button(Gesture.Click, Gesture.LongPress);

        Press(button, 0, true);
        Press(button, 300, false);

        Assert.Equal(["Click 300"], _told);
    }

    [Fact]
    public void OnTime_Held_TellsLongPressThenReleaseAndNoClick()
    {
        var button = Button(Gesture.Click, Gesture.LongPress, Gesture.Release);

        Press(button, 0, true);
        Assert.Equal(TimeSpan.FromMilliseconds(1000), button.NextDue);
        button.OnTime(TimeSpan.FromMilliseconds(1000), Tell);
        Press(button, 1850, false);

        Assert.Equal(["LongPress 1000", "Release 1850"], _told);
    }

    [Fact]
    public void Take_TwoPressesInTime_TellsDoubleClickAlone()
    {
        var button = Button(Gesture.Click, Gesture.DoubleClick);

        Press(button, 0, true);
        Press(button, 80, false);
        Press(button, 300, true);
        Press(button, 380, false);

        Assert.Equal(["DoubleClick 0"], _told);
        Assert.Null(button.NextDue);
    }

    [Fact]
    public void OnTime_NoSecondPress_TellsTheClickWhenTheTimeIsOver()
    {
        var button = Button(Gesture.Click, Gesture.DoubleClick);

        Press(button, 0, true);
        Press(button, 80, false);
        button.OnTime(TimeSpan.FromMilliseconds(399), Tell);
        Assert.Empty(_told);
        button.OnTime(TimeSpan.FromMilliseconds(400), Tell);

        Assert.Equal(["Click 0"], _told);
    }

    [Fact]
    public void Take_SecondPressTooLateAndUnasked_IsTwoClicks()
    {
        var button = Button(Gesture.Click, Gesture.DoubleClick);

        Press(button, 0, true);
        Press(button, 80, false);
        Press(button, 900, true);
        Press(button, 950, false);
        button.OnTime(TimeSpan.FromMilliseconds(2000), Tell);

        Assert.Equal(["Click 0", "Click 0"], _told);
    }

    private static ButtonGestures Button(params Gesture[] wanted) => new(TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(1), wanted.ToHashSet());

    private void Press(ButtonGestures button, double milliseconds, bool isDown) => button.Take(isDown, TimeSpan.FromMilliseconds(milliseconds), Tell);

    private void Tell(Gesture gesture, TimeSpan held) => _told.Add($"{gesture} {held.TotalMilliseconds}");
}
