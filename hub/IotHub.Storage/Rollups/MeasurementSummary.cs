namespace IotHub.Storage.Rollups;

/// <summary>A number over time: what it was on the whole, its least and its greatest.</summary>
internal sealed class MeasurementSummary : Summary
{
    /// <summary>Millionths times milliseconds, over the known time.</summary>
    public Int128 Integral { get; private set; }

    public long Least { get; private set; } = long.MaxValue;

    public long Greatest { get; private set; } = long.MinValue;

    public override bool HasContent => Least <= Greatest;

    public override void Clear()
    {
        base.Clear();
        (Integral, Least, Greatest) = (0, long.MaxValue, long.MinValue);
    }

    public override int Zeros(long origin) =>
        TrailingZeros.Of(Rest(origin), TrailingZeros.Of(Least - origin, TrailingZeros.Of(Greatest - origin, TrailingZeros.Most)));

    // The mean is near the values, so the integral is told as how far it is from one value all the time.
    public override void Write(ByteWriter writer, long origin, long scale)
    {
        writer.Signed((Least - origin) / scale);
        writer.Unsigned((ulong)((Greatest - Least) / scale));
        writer.Signed(Rest(origin) / scale);
    }

    public override void Read(ref ByteReader reader, long origin, long scale)
    {
        Least = unchecked(origin + (reader.Signed() * scale));
        Greatest = unchecked(Least + ((long)reader.Unsigned() * scale));
        Integral = (reader.WideSigned() * scale) + ((Int128)origin * KnownMs);
    }

    protected override void Spend(in InForce value, long ms)
    {
        Integral += (Int128)value.Number * ms;
        Include(value.Number, value.Number);
    }

    protected override void Take(in Occurrence what) => Include(what.Value.Number, what.Value.Number);

    protected override void Sum(Summary later)
    {
        var other = (MeasurementSummary)later;
        Integral += other.Integral;
        Include(other.Least, other.Greatest);
    }

    private Int128 Rest(long origin) => Integral - ((Int128)origin * KnownMs);

    private void Include(long least, long greatest) => (Least, Greatest) = (Math.Min(Least, least), Math.Max(Greatest, greatest));
}
