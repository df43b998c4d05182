using System.Runtime.InteropServices;
using IotHub.Contracts.Values;

namespace IotHub.Storage.Rollups;

/// <summary>Time spent in each value, and how often it was entered. Values beyond <see cref="StateValues.ValuesMax"/> count together.</summary>
internal sealed class StateSummary : Summary
{
    private readonly List<Stay> _stays = [];

    /// <summary>What it was in, in the order in which it came to it; the value is unknown for those that count together, which come last.</summary>
    public IReadOnlyList<Stay> Stays => _stays;

    public override bool HasContent => _stays.Count > 0;

    public override void Clear()
    {
        base.Clear();
        _stays.Clear();
    }

    public override int Zeros(long origin) => 0;

    public override void Write(ByteWriter writer, long origin, long scale)
    {
        writer.Unsigned((ulong)_stays.Count);
        foreach (var stay in _stays)
        {
            ValueBytes.Write(writer, stay.Value);
            writer.Unsigned((ulong)stay.Ms);
            writer.Unsigned((ulong)stay.Entered);
        }
    }

    public override void Read(ref ByteReader reader, long origin, long scale)
    {
        _stays.Clear();
        var count = reader.Count();
        for (var i = 0; i < count && !reader.IsBroken; i++)
        {
            _stays.Add(new Stay(ValueBytes.Read(ref reader), (long)reader.Unsigned(), (long)reader.Unsigned()));
        }
    }

    protected override void Spend(in InForce value, long ms) => Add(value.State, ms, 0, StateValues.ValuesMax);

    protected override void Take(in Occurrence what) => Add(what.Value.State, 0, 1, StateValues.ValuesMax);

    // An answer may list more than a bucket: it is not kept.
    protected override void Sum(Summary later)
    {
        foreach (var stay in ((StateSummary)later)._stays)
        {
            Add(stay.Value, stay.Ms, stay.Entered, StateValues.ToldMax);
        }
    }

    private void Add(PropertyValue value, long ms, long entered, int valuesMax)
    {
        var stays = CollectionsMarshal.AsSpan(_stays);
        for (var i = 0; i < stays.Length; i++)
        {
            if (stays[i].Value == value)
            {
                stays[i] = new Stay(value, stays[i].Ms + ms, stays[i].Entered + entered);
                return;
            }
        }

        if (!value.HasValue || _stays.Count(stay => stay.Value.HasValue) < valuesMax)
        {
            var others = _stays.Count > 0 && !_stays[^1].Value.HasValue ? 1 : 0;
            _stays.Insert(value.HasValue ? _stays.Count - others : _stays.Count, new Stay(value, ms, entered));
            return;
        }

        Add(default, ms, entered, valuesMax);
    }

    /// <summary>Time in one value.</summary>
    /// <param name="Value">Which; unknown for those that count together.</param>
    /// <param name="Ms">How long, in milliseconds.</param>
    /// <param name="Entered">How often it became that.</param>
    public readonly record struct Stay(PropertyValue Value, long Ms, long Entered);
}
