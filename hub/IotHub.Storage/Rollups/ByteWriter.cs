using System.Text;

namespace IotHub.Storage.Rollups;

/// <summary>Writes small numbers in few bytes: seven bits a byte, the lowest first; numbers with a sign fold it into the lowest bit.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[128];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public byte[] ToArray() => Written.ToArray();

    public void Byte(byte value)
    {
        Grow(1);
        _bytes[Length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Unsigned(UInt128 value)
    {
        if (value <= ulong.MaxValue)
        {
            Unsigned((ulong)value);
            return;
        }

        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)((byte)(value & 0x7F) | 0x80));
        }

        Byte((byte)value);
    }

    public void Unsigned(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)((byte)(value & 0x7F) | 0x80));
        }

        Byte((byte)value);
    }

    public void Signed(Int128 value) => Unsigned((UInt128)((value << 1) ^ (value >> 127)));

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Unsigned((ulong)length);
        Grow(length);
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    private void Grow(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
    }
}
