namespace IotHub.Storage.Rollups;

/// <summary>How often an event happened.</summary>
internal sealed class EventSummary : Summary
{
    public long Count { get; private set; }

    public override bool HasContent => Count != 0;

    public override void Clear()
    {
        base.Clear();
        Count = 0;
    }

    public override int Zeros(long origin) => 0;

    public override void Write(ByteWriter writer, long origin, long scale) => writer.Unsigned((ulong)Count);

    public override void Read(ref ByteReader reader, long origin, long scale) => Count = (long)reader.Unsigned();

    protected override void Spend(in InForce value, long ms)
    {
        // Nothing happens in between.
    }

    protected override void Take(in Occurrence what) => Count += what.Increase;

    protected override void Sum(Summary later) => Count += ((EventSummary)later).Count;
}
