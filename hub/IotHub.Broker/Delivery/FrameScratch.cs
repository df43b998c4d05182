namespace IotHub.Broker.Delivery;

/// <summary>
/// Room of one thread for the encoded forms of one message: each form is encoded once, however many receive it. Forms differ by version,
/// QoS and retain flag.
/// </summary>
internal sealed class FrameScratch
{
    /// <summary>3.1.1 or 5.0, three levels of QoS, retained or not.</summary>
    public const int Forms = 12;

    /// <summary>What is kept when a large message has been sent.</summary>
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static FrameScratch? _ofThread;

    private readonly (int Start, int Length, int IdOffset)[] _frames = new (int, int, int)[Forms];
    private byte[] _bytes = new byte[1024];
    private int _used;
    private int _built;

    /// <summary>The room of this thread, or another where a message is sent while one is being sent.</summary>
    public static FrameScratch Rent()
    {
        var scratch = _ofThread ?? new FrameScratch();
        _ofThread = null;
        return scratch;
    }

    /// <summary>Forgets the message, and keeps the room for the next.</summary>
    public void Return()
    {
        _used = 0;
        _built = 0;
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[KeptBytes];
        }

        _ofThread = this;
    }

    public bool TryGet(int form, out ReadOnlySpan<byte> frame, out int idOffset)
    {
        if ((_built >> form & 1) == 0)
        {
            frame = default;
            idOffset = 0;
            return false;
        }

        var (start, length, offset) = _frames[form];
        frame = _bytes.AsSpan(start, length);
        idOffset = offset;
        return true;
    }

    /// <summary>Room for one more frame; what was taken before stays valid for those who hold it.</summary>
    public Span<byte> Take(int length)
    {
        if (_bytes.Length - _used < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + length));
        }

        var span = _bytes.AsSpan(_used, length);
        _used += length;
        return span;
    }

    /// <summary>Notes that what was taken last is a form of the message.</summary>
    public void Keep(int form, int length, int idOffset)
    {
        _frames[form] = (_used - length, length, idOffset);
        _built |= 1 << form;
    }
}
