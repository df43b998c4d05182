using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Homes;

/// <summary>Counts what devices send and makes one number of it all, by which two runs are compared.</summary>
internal sealed class MessageLog(TimeProvider time) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SortedDictionary<string, long> _byKind = new(StringComparer.Ordinal);

    public long Count { get; private set; }

    public ImmutableSortedDictionary<string, long> ByKind => _byKind.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public void Note(DeviceWire message)
    {
        Count++;
        var kind = message.Kind.ToString();
        _byKind[kind] = _byKind.GetValueOrDefault(kind) + 1;
        Span<byte> at = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(at, time.GetUtcNow().UtcTicks);
        _hash.AppendData(at);
        _hash.AppendData(Encoding.UTF8.GetBytes(message.Topic));
        _hash.AppendData([(byte)0]);
        _hash.AppendData(message.Payload.Span);
        _hash.AppendData([(byte)'\n']);
    }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
