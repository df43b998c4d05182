using System.Text;

namespace IotHub.Storage.Rollups;

/// <summary>Reads what <see cref="ByteWriter"/> wrote. Bytes that cannot be that, from a damaged file, end the reading: then <see cref="IsBroken"/> and all numbers are 0.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public bool IsBroken { get; private set; }

    public readonly bool IsAtEnd => IsBroken || _at >= _bytes.Length;

    public byte Byte()
    {
        if (_at < _bytes.Length)
        {
            return _bytes[_at++];
        }

        IsBroken = true;
        return 0;
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _bytes.Length - _at)
        {
            IsBroken = true;
            return [];
        }

        _at += count;
        return _bytes.Slice(_at - count, count);
    }

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        IsBroken = true;
        return 0;
    }

    public UInt128 Wide()
    {
        UInt128 value = 0;
        for (var shift = 0; shift < 133; shift += 7)
        {
            var part = Byte();
            value |= (UInt128)(uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        IsBroken = true;
        return 0;
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public Int128 WideSigned()
    {
        var value = Wide();
        return (Int128)(value >> 1) ^ -(Int128)(value & 1);
    }

    public string Text() => Encoding.UTF8.GetString(Bytes((int)Math.Min(Unsigned(), int.MaxValue)));

    public int Count() => (int)Math.Min(Unsigned(), int.MaxValue);
}
