using IotHub.Api.Board;
using IotHub.Testing;

namespace IotHub.Api.Tests.Board;

public sealed class BoardHandTests
{
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly SampleBoard _board = new();
    private readonly BoardHand _hand;

    public BoardHandTests() => _hand = new BoardHand(_time);

    [Fact]
    public async Task Press_Line_GoesToTheOtherLevelForItsLengthAndBackToWhatPulledIt()
    {
        var press = _hand.PressAsync(_board, _board.Lines[1], TimeSpan.FromMilliseconds(300), 0, CancellationToken.None);
        Assert.Equal(["GPIO27=False"], _board.Touched);
        _time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(press.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await press);
        Assert.Equal(["GPIO27=False", "GPIO27=True", "GPIO27=True"], _board.Touched);
    }

    [Fact]
    public async Task Press_ThatNobodyWaitsForAnyMore_LetsGoAtOnce()
    {
        using var cancel = new CancellationTokenSource();
        var press = _hand.PressAsync(_board, _board.Lines[2], TimeSpan.FromSeconds(5), 0, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => press);
        Assert.Equal(["GPIO28=True", "GPIO28="], _board.Touched);
    }

    [Fact]
    public async Task Bounce_FallsBackAsOftenAsAskedAndStaysAtTheLevel()
    {
        var bounce = _hand.BounceAsync(_board, _board.Lines[1], level: false, bounces: 2, TimeSpan.FromMilliseconds(8), CancellationToken.None);
        for (var i = 0; i < 4; i++)
        {
            Assert.False(bounce.IsCompleted);
            var armed = _time.NextTimerAsync();
            _time.Advance(TimeSpan.FromMilliseconds(2));
            if (i < 3)
            {
                await armed;
            }
        }

        Assert.True(await bounce);
        Assert.Equal(["GPIO27=False", "GPIO27=True", "GPIO27=False", "GPIO27=True", "GPIO27=False", "GPIO27=False"], _board.Touched);
    }

    [Fact]
    public async Task Touch_OfALineThatIsBeingTouched_IsRefusedUntilThatIsOver()
    {
        var first = _hand.PressAsync(_board, _board.Lines[2], TimeSpan.FromMilliseconds(100), 0, CancellationToken.None);

        Assert.False(await _hand.BounceAsync(_board, _board.Lines[2], true, 1, TimeSpan.FromMilliseconds(2), CancellationToken.None));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(await first);
        var again = _hand.PressAsync(_board, _board.Lines[2], TimeSpan.FromMilliseconds(1), 0, CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await again);
    }

    [Fact]
    public async Task Press_Key_GoesDownAndUp()
    {
        var press = _hand.PressKeyAsync(_board, _board.Controls[1], TimeSpan.FromMilliseconds(50), CancellationToken.None);
        Assert.Equal(["keys KEY_OK down"], _board.Touched);
        _time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.True(await press);
        Assert.Equal(["keys KEY_OK down", "keys KEY_OK up"], _board.Touched);
    }
}
