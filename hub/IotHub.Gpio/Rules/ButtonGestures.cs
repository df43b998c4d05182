namespace IotHub.Gpio.Rules;

/// <summary>
/// Tells gestures from a button's settled ups and downs. Nothing is waited for that nobody listens to: where only the click is wanted, it is told with the press.
/// Pure: told the time, asked what is due.
/// </summary>
/// <param name="doubleClick">The second press comes within this time after the first.</param>
/// <param name="longPress">Held for so long is a long press.</param>
/// <param name="wanted">Gestures that somebody listens to.</param>
public sealed class ButtonGestures(TimeSpan doubleClick, TimeSpan longPress, IReadOnlySet<Gesture> wanted)
{
    private readonly bool _knowsHold = wanted.Contains(Gesture.LongPress) || wanted.Contains(Gesture.Release);
    private readonly bool _knowsDouble = wanted.Contains(Gesture.DoubleClick);
    private State _state = State.Up;
    private TimeSpan _pressedAt;

    private enum State
    {
        Up,
        Down,
        Held,
        UpOnce,
        DownTwice,
    }

    /// <summary>When something is next to be told; null when nothing is.</summary>
    public TimeSpan? NextDue => _state switch
    {
        State.Down when _knowsHold => _pressedAt + longPress,
        State.UpOnce => _pressedAt + doubleClick,
        _ => null,
    };

    /// <summary>The button went down or up.</summary>
    /// <param name="isDown">Which.</param>
    /// <param name="at">When.</param>
    /// <param name="tell">Called with each gesture, and with how long the button was held.</param>
    public void Take(bool isDown, TimeSpan at, Action<Gesture, TimeSpan> tell)
    {
        OnTime(at, tell);
        switch (_state, isDown)
        {
            case (State.Up, true):
                _pressedAt = at;
                _state = State.Down;
                if (!_knowsHold && !_knowsDouble)
                {
                    Tell(Gesture.Click, TimeSpan.Zero, tell);
                }

                break;
            case (State.Down, false):
                _state = _knowsDouble ? State.UpOnce : State.Up;
                if (_knowsHold && !_knowsDouble)
                {
                    Tell(Gesture.Click, at - _pressedAt, tell);
                }

                break;
            case (State.UpOnce, true):
                _state = State.DownTwice;
                Tell(Gesture.DoubleClick, TimeSpan.Zero, tell);
                break;
            case (State.Held, false):
                _state = State.Up;
                Tell(Gesture.Release, at - _pressedAt, tell);
                break;
            case (State.DownTwice, false):
                _state = State.Up;
                break;
        }
    }

    /// <summary>Time has passed.</summary>
    public void OnTime(TimeSpan now, Action<Gesture, TimeSpan> tell)
    {
        if (NextDue is not { } due || due > now)
        {
            return;
        }

        if (_state == State.Down)
        {
            _state = State.Held;
            Tell(Gesture.LongPress, now - _pressedAt, tell);
        }
        else
        {
            _state = State.Up;
            Tell(Gesture.Click, TimeSpan.Zero, tell);
        }
    }

    private void Tell(Gesture gesture, TimeSpan held, Action<Gesture, TimeSpan> tell)
    {
        if (wanted.Contains(gesture))
        {
            tell(gesture, held);
        }
    }
}
