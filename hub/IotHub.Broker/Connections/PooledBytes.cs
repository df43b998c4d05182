using System.Buffers;

namespace IotHub.Broker.Connections;

/// <summary>Bytes in one piece that grow at their end, in an array that is given back when it is not needed. Empty by default.</summary>
internal struct PooledBytes
{
    private byte[]? _array;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>Room for so many bytes more.</summary>
    public Span<byte> Take(int count)
    {
        var capacity = _array?.Length ?? 0;
        if (capacity - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(1024, capacity * 2), Length + count));
            Span.CopyTo(larger);
            var length = Length;
            Return();
            _array = larger;
            Length = length;
        }

        Length += count;
        return _array.AsSpan(Length - count, count);
    }

    /// <summary>Forgets the bytes and gives the array back.</summary>
    public void Return()
    {
        if (_array is not null)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = null;
        Length = 0;
    }
}
