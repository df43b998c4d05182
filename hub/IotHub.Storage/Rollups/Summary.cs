using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>What a bucket holds of a signal. Everything in it is a whole number that adds up: a coarse bucket is exactly the sum of the finer ones in it.</summary>
internal abstract class Summary
{
    /// <summary>How much of its time is known, in milliseconds.</summary>
    public long KnownMs { get; set; }

    /// <summary>What was in force at its end, also where nobody knew any more.</summary>
    public InForce Last { get; set; }

    /// <summary>False where nothing but time is in it.</summary>
    public abstract bool HasContent { get; }

    /// <summary>True where nothing is known and nothing happened.</summary>
    public bool IsEmpty => KnownMs == 0 && !HasContent;

    public static Summary For(SignalClass signal) => signal switch
    {
        SignalClass.Measurement => new MeasurementSummary(),
        SignalClass.Counter => new CounterSummary(),
        SignalClass.Event => new EventSummary(),
        _ => new StateSummary(),
    };

    /// <summary>Time passed with a value in force that was known.</summary>
    public void Pass(in InForce value, long ms)
    {
        KnownMs += ms;
        Last = value;
        Spend(value, ms);
    }

    public void Become(in Occurrence what)
    {
        Last = what.Value;
        Take(what);
    }

    /// <summary>Adds a later part of the same bucket, or a finer bucket.</summary>
    public void Add(Summary later)
    {
        KnownMs += later.KnownMs;
        if (later.Last.Has)
        {
            Last = later.Last;
        }

        Sum(later);
    }

    public virtual void Clear()
    {
        KnownMs = 0;
        Last = InForce.None;
    }

    /// <summary>How many zeros all its numbers end with, as they are written: 0 to 6.</summary>
    /// <param name="origin">The number that others are told against.</param>
    public abstract int Zeros(long origin);

    /// <summary>Writes what <see cref="HasContent"/> is about.</summary>
    public abstract void Write(ByteWriter writer, long origin, long scale);

    public abstract void Read(ref ByteReader reader, long origin, long scale);

    protected abstract void Spend(in InForce value, long ms);

    protected abstract void Take(in Occurrence what);

    protected abstract void Sum(Summary later);
}
