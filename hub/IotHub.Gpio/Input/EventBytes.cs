using System.Buffers.Binary;

namespace IotHub.Gpio.Input;

/// <summary><c>struct input_event</c> as bytes, little-endian: seconds and microseconds as long as a pointer, then type, code and value. Pure.</summary>
internal static class EventBytes
{
    private const int Synchronise = 0;
    private const int Dropped = 3;

    /// <summary>Bytes of one event.</summary>
    public static int Size { get; } = SizeOf(IntPtr.Size);

    /// <summary>Bytes of one event where a pointer has so many.</summary>
    public static int SizeOf(int pointerBytes) => (2 * pointerBytes) + 8;

    /// <summary>Reads one event.</summary>
    /// <param name="bytes">Of one event.</param>
    /// <param name="pointerBytes">Bytes of a pointer.</param>
    /// <param name="isDropped">True when the kernel says that it had to leave events out: how things are has to be looked at.</param>
    /// <returns>The event; null for one that the hub does not look at.</returns>
    public static InputEvent? Read(ReadOnlySpan<byte> bytes, int pointerBytes, out bool isDropped)
    {
        var seconds = pointerBytes == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var microseconds = pointerBytes == 8 ? BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var rest = bytes[(2 * pointerBytes)..];
        var (type, code) = (BinaryPrimitives.ReadUInt16LittleEndian(rest), BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]));
        var value = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        isDropped = type == Synchronise && code == Dropped;

        // A key that is held repeats with 2, which says nothing new.
        return (type == (int)InputEventType.Key && value is 0 or 1) || type == (int)InputEventType.Relative
            ? new InputEvent((InputEventType)type, code, value, TimeSpan.FromTicks((seconds * TimeSpan.TicksPerSecond) + (microseconds * TimeSpan.TicksPerMicrosecond)))
            : null;
    }
}
