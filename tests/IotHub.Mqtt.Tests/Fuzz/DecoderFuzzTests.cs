using System.Buffers;
using System.Globalization;
using System.Text.Json;
using FsCheck.Fluent;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;
using IotHub.Mqtt.Tests.Codec;
using IotHub.Testing;
using Xunit.Abstractions;

namespace IotHub.Mqtt.Tests.Fuzz;

/// <summary>
/// Mutants of packets of every type and version. Fixed chance: <c>IOTHUB_SEED</c> replays or varies it, <c>IOTHUB_FULL=1</c> takes a
/// hundred times as many.
/// </summary>
public class DecoderFuzzTests(ITestOutputHelper output)
{
    /// <summary>Objects made for a byte of a packet: a filter of one letter is 4 bytes, and 150 as a record, its text and its place in a list.</summary>
    private const int BytesMadePerByte = 64;

    /// <summary>What a packet costs however small it is: its object, its properties and a fault with its sentence.</summary>
    private const int BytesMadeAtLeast = 4096;

    private static readonly MqttProtocolVersion[] Versions = [MqttProtocolVersion.V31, MqttProtocolVersion.V311, MqttProtocolVersion.V50];

    private static int Rounds => Environment.GetEnvironmentVariable("IOTHUB_FULL") == "1" ? 6_000_000 : 60_000;

    private static int Seed => Environment.GetEnvironmentVariable(SeededRandom.SeedVariable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 1;

    [Fact]
    public void TryDecode_Mutants_AreRefusedOrReadAgainAsWritten()
    {
        var random = new SeededRandom(Seed, output.WriteLine);
        var mutator = new PacketMutator(random);
        var originals = Originals();
        var counts = new int[3];
        for (var round = 0; round < Rounds; round++)
        {
            var mutant = mutator.Mutate(originals[random.Next(originals.Count)], originals[random.Next(originals.Count)]);
            var version = Versions[random.Next(Versions.Length)];
            counts[(int)Check(mutant, version, round)]++;
        }

        output.WriteLine(string.Join(' ', Enum.GetValues<DecodeStatus>().Select(status => $"{status} {counts[(int)status]}")));

        // Otherwise the mutants are too tame or too wild to tell anything.
        Assert.True(counts[(int)DecodeStatus.Fault] > Rounds / 4);
        Assert.True(counts[(int)DecodeStatus.Packet] > Rounds / 20);
    }

    /// <summary>What decodes is written, and what was written decodes to the same; the vectors too, as they are.</summary>
    [Fact]
    public void TryDecode_Originals_AreReadAgainAsWritten()
    {
        foreach (var original in Originals())
        {
            foreach (var version in Versions)
            {
                Check(original, version, 0);
            }
        }
    }

    private static DecodeStatus Check(byte[] bytes, MqttProtocolVersion version, int round)
    {
        var hex = () => $"round {round}, {version}: {Convert.ToHexStringLower(bytes)}";
        var buffer = new ReadOnlySequence<byte>(bytes);
        DecodeStatus status;
        MqttPacket? packet;
        ProtocolFault? fault;
        var most = BytesMadeAtLeast + (BytesMadePerByte * bytes.Length);
        var made = Decode(out status, out packet, out fault);
        if (made > most)
        {
            // The names of an enumeration, for the first sentence that holds one, are made once for the process.
            made = Decode(out status, out packet, out fault);
        }

        Assert.True(made <= most, $"{made} bytes made for {bytes.Length}: {hex()}");
        Assert.True((status == DecodeStatus.Packet) == (packet is not null) && (status == DecodeStatus.Fault) == (fault is not null), hex());
        if (packet is not null)
        {
            // The text names every member, and is slow.
            CheckRoundTrip(packet, version, round % 8 == 0, hex);
        }

        return status;

        long Decode(out DecodeStatus status, out MqttPacket? packet, out ProtocolFault? fault)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var rest = buffer;
                status = MqttDecoder.TryDecode(ref rest, version, int.MaxValue, out packet, out fault);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"The decoder threw: {hex()}", error);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static void CheckRoundTrip(MqttPacket packet, MqttProtocolVersion version, bool compareText, Func<string> hex)
    {
        var written = new ArrayBufferWriter<byte>();
        try
        {
            MqttEncoder.Write(written, packet, version);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"The encoder threw: {hex()}", error);
        }

        var buffer = new ReadOnlySequence<byte>(written.WrittenMemory);
        Assert.True(MqttDecoder.TryDecode(ref buffer, version, int.MaxValue, out var again, out var fault) == DecodeStatus.Packet, $"{fault}: {hex()}");
        Assert.True(buffer.IsEmpty, hex());
        var rewritten = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(rewritten, again!, version);
        Assert.True(written.WrittenSpan.SequenceEqual(rewritten.WrittenSpan), $"written as {Convert.ToHexStringLower(written.WrittenSpan)}: {hex()}");
        if (compareText)
        {
            var (first, second) = (PacketText.Of(packet), PacketText.Of(again));
            Assert.True(first == second, $"{first} became {second}: {hex()}");
        }
    }

    private static List<byte[]> Originals()
    {
        var originals = new List<byte[]>();
        foreach (var version in Versions)
        {
            var chance = new FsCheck.Rnd((ulong)Seed);
            foreach (var packet in PacketGen.Any(version).Sample(10, chance, 400))
            {
                var written = new ArrayBufferWriter<byte>();
                MqttEncoder.Write(written, packet, version);
                originals.Add(written.WrittenSpan.ToArray());
            }
        }

        // Bytes that another project wrote down, where they are at hand; those that are wrong too, as far as they have a header.
        return Corpus.IsPresent ? [.. originals, .. Vectors()] : originals;
    }

    private static IEnumerable<byte[]> Vectors() =>
        File.ReadLines(Corpus.Path("mqtt-packet-vectors.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(vector => vector.TryGetProperty("hex", out var hex) && hex.ValueKind == JsonValueKind.String)
            .Select(vector => Convert.FromHexString(vector.GetProperty("hex").GetString()!))
            .Where(bytes => bytes.Length >= 6);
}
