using IotHub.Contracts.Model;

namespace IotHub.Storage.Rollups;

/// <summary>The value in force at the end of a bucket.</summary>
internal static class LastBytes
{
    public static void Write(ByteWriter writer, SignalClass signal, in InForce last, long origin, long scale)
    {
        if (signal == SignalClass.State)
        {
            ValueBytes.Write(writer, last.State);
        }
        else
        {
            writer.Signed((last.Number - origin) / scale);
        }
    }

    public static InForce Read(ref ByteReader reader, SignalClass signal, long origin, long scale) => signal == SignalClass.State
        ? InForce.Of(ValueBytes.Read(ref reader))
        : InForce.Of(unchecked(origin + (reader.Signed() * scale)));
}
