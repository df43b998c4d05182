namespace IotHub.Storage.Rollups;

/// <summary>By how much a counter rose, and what was strange about it.</summary>
internal sealed class CounterSummary : Summary
{
    /// <summary>In millionths, 0 or more.</summary>
    public Int128 Increase { get; private set; }

    /// <summary>So much of it came about while nobody looked.</summary>
    public Int128 AfterGap { get; private set; }

    public long Gaps { get; private set; }

    public long Resets { get; private set; }

    public long Rollbacks { get; private set; }

    public long Replacements { get; private set; }

    public override bool HasContent => Increase != 0 || HasMarks;

    private bool HasMarks => Gaps + Resets + Rollbacks + Replacements != 0;

    public override void Clear()
    {
        base.Clear();
        (Increase, AfterGap) = (0, 0);
        (Gaps, Resets, Rollbacks, Replacements) = (0, 0, 0, 0);
    }

    public override int Zeros(long origin) => TrailingZeros.Of(Increase, TrailingZeros.Of(AfterGap, TrailingZeros.Most));

    public override void Write(ByteWriter writer, long origin, long scale)
    {
        // The lowest bit tells whether something was strange: mostly nothing was.
        writer.Unsigned(((UInt128)(Increase / scale) << 1) | (HasMarks ? 1u : 0u));
        if (HasMarks)
        {
            writer.Unsigned((UInt128)(AfterGap / scale));
            writer.Unsigned((ulong)Gaps);
            writer.Unsigned((ulong)Resets);
            writer.Unsigned((ulong)Rollbacks);
            writer.Unsigned((ulong)Replacements);
        }
    }

    public override void Read(ref ByteReader reader, long origin, long scale)
    {
        var first = reader.Wide();
        Increase = (Int128)(first >> 1) * scale;
        if ((first & 1) != 0)
        {
            AfterGap = (Int128)reader.Wide() * scale;
            (Gaps, Resets, Rollbacks, Replacements) = (reader.Count(), reader.Count(), reader.Count(), reader.Count());
        }
    }

    protected override void Spend(in InForce value, long ms)
    {
        // A counter that stands still uses nothing.
    }

    protected override void Take(in Occurrence what)
    {
        Increase += what.Increase;
        if (what.IsAfterGap)
        {
            AfterGap += what.Increase;
            Gaps++;
        }

        Resets += what.Step == CounterStep.Reset ? 1 : 0;
        Rollbacks += what.Step == CounterStep.Rollback ? 1 : 0;
        Replacements += what.Step == CounterStep.Replaced ? 1 : 0;
    }

    protected override void Sum(Summary later)
    {
        var other = (CounterSummary)later;
        (Increase, AfterGap) = (Increase + other.Increase, AfterGap + other.AfterGap);
        (Gaps, Resets, Rollbacks, Replacements) = (Gaps + other.Gaps, Resets + other.Resets, Rollbacks + other.Rollbacks, Replacements + other.Replacements);
    }
}
