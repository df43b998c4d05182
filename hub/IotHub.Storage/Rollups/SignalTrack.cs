using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Storage.Rollups;

/// <summary>
/// Follows one signal through time: which value is in force, since when that is accounted for, and whether anybody knows. Says what passes to a sink; reads no clock.
/// </summary>
/// <param name="signal">What kind of signal it is.</param>
/// <param name="sink">Where to.</param>
internal sealed class SignalTrack(SignalClass signal, ISpanSink sink)
{
    // A clock that is put right goes back by less; what is further back is another time.
    private const long StepBackMax = Moment.PerHour;

    public SignalClass Signal => signal;

    /// <summary>Up to when all is accounted for; null before anything was.</summary>
    public long? Until { get; set; }

    /// <summary>False while the device is away or nobody looks.</summary>
    public bool IsKnown { get; set; }

    public InForce Value { get; set; }

    public CounterReading Reading { get; set; }

    /// <summary>True when the next reading of a counter tells of a time when nobody looked.</summary>
    public bool IsAfterGap { get; set; }

    /// <summary>The signal has another value, or an event happened. Ends a gap.</summary>
    public void Report(long at, PropertyValue value)
    {
        Advance(at);
        if (signal == SignalClass.Event)
        {
            IsKnown = true;
            sink.Become(Until!.Value, new Occurrence(InForce.None, 1, CounterStep.Rise, false));
            return;
        }

        if (signal == SignalClass.State)
        {
            (IsKnown, Value) = (true, InForce.Of(StateValues.Short(value)));
            sink.Become(Until!.Value, new Occurrence(Value, 0, CounterStep.Rise, false));
            return;
        }

        if (FixedPoint.Of(value) is not { } number)
        {
            Forget(at);
            return;
        }

        (IsKnown, Value) = (true, InForce.Of(number));
        var (increase, step) = (0L, CounterStep.Rise);
        if (signal == SignalClass.Counter)
        {
            (Reading, increase, step) = Reading.Next(number);
        }

        var isAfterGap = IsAfterGap && increase > 0;
        IsAfterGap = false;
        sink.Become(Until!.Value, new Occurrence(Value, increase, step, isAfterGap));
    }

    /// <summary>Begins with a value that has been in force since a moment, which was told elsewhere.</summary>
    public void Resume(long since, PropertyValue value)
    {
        Until = since;
        if (signal == SignalClass.State)
        {
            Value = InForce.Of(StateValues.Short(value));
        }
        else if (FixedPoint.Of(value) is { } number)
        {
            Value = InForce.Of(number);
            Reading = new CounterReading(signal == SignalClass.Counter ? number : null, null);
        }

        IsKnown = Value.Has;
    }

    /// <summary>From now on nobody knows.</summary>
    public void Lose(long at)
    {
        Advance(at);
        IsKnown = false;
        IsAfterGap = Reading.Last is not null;
    }

    /// <summary>The value became unknown, and does not come back by itself.</summary>
    public void Forget(long at)
    {
        Lose(at);
        Value = InForce.None;
    }

    /// <summary>It is known again that the value is what it was.</summary>
    public void Return(long at)
    {
        Advance(at);
        IsKnown = Value.Has || signal == SignalClass.Event;
    }

    /// <summary>The clock was set: nothing passed between what it showed and what it shows.</summary>
    public void SetClock(long before, long after)
    {
        var wasKnown = IsKnown;
        Lose(before);
        if (after < Until)
        {
            Restart(after);
        }
        else
        {
            Advance(after);
        }

        IsKnown = wasKnown;
    }

    private void Advance(long at)
    {
        if (Until is { } until)
        {
            if (at > until)
            {
                sink.Pass(until, at, Value, IsKnown);
                Until = at;
            }
            else if (until - at > StepBackMax)
            {
                IsAfterGap = Reading.Last is not null;
                Restart(at);
            }
        }
        else
        {
            Until = at;
        }
    }

    private void Restart(long at)
    {
        sink.Break(Value, IsKnown);
        Until = at;
    }
}
