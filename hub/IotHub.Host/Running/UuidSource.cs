using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IotHub.Host.Running;

/// <summary>UUIDs of version 7 (RFC 9562, 5.7): a moment in milliseconds, and chance from the system.</summary>
internal static class UuidSource
{
    /// <summary>Makes one.</summary>
    /// <param name="moment">Its moment, after 1970.</param>
    public static Guid Next(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, Math.Max(0, moment.ToUnixTimeMilliseconds()));
        time[2..].CopyTo(bytes);
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
}
