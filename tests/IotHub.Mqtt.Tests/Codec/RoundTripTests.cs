using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Tests.Codec;

/// <summary>What is written is read again, for arbitrary packets, however the bytes arrive.</summary>
public class RoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(12);

    /// <summary>Small, for the work grows with the square of the bytes.</summary>
    private static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(50).WithEndSize(3);

    [Theory]
    [InlineData(MqttProtocolVersion.V31)]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public void TryDecode_WhatWasWritten_IsTheSamePacket(MqttProtocolVersion version) =>
        Prop.ForAll(PacketGen.Any(version).ToArbitrary(), packet =>
        {
            var buffer = new ReadOnlySequence<byte>(Encode([packet], version));
            var status = MqttDecoder.TryDecode(ref buffer, version, int.MaxValue, out var again, out var fault);
            Assert.True(status == DecodeStatus.Packet, $"{fault} {PacketText.Of(packet)}");
            Assert.Equal(PacketText.Of(packet), PacketText.Of(again));
            Assert.True(buffer.IsEmpty);
        }).Check(Many);

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public void TryDecode_EveryByteBoundary_GivesTheSamePackets(MqttProtocolVersion version) =>
        Prop.ForAll(Gen.ListOf(PacketGen.Any(version), 3).ToArbitrary(), packets =>
        {
            var bytes = Encode(packets, version);
            var wanted = packets.Select(PacketText.Of).ToList();
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                Assert.Equal(wanted, DecodeArriving(bytes, [cut], version));
            }
        }).Check(Some);

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V50)]
    public void TryDecode_AnyChunks_GivesTheSamePackets(MqttProtocolVersion version) =>
        Prop.ForAll(Gen.ListOf(PacketGen.Any(version), 5).ToArbitrary(), Gen.NonEmptyListOf(Gen.Choose(1, 60)).ToArbitrary(), (packets, sizes) =>
        {
            var bytes = Encode(packets, version);
            var cuts = new List<int>();
            for (var at = sizes[0]; at < bytes.Length; at += sizes[cuts.Count % sizes.Count])
            {
                cuts.Add(at);
            }

            Assert.Equal(packets.Select(PacketText.Of), DecodeArriving(bytes, cuts, version));
        }).Check(Some);

    /// <summary>Lets the bytes arrive in chunks, each its own segment, and takes what is whole after each.</summary>
    private static List<string> DecodeArriving(byte[] bytes, List<int> cuts, MqttProtocolVersion version)
    {
        var packets = new List<string>();
        var chunks = new List<ReadOnlyMemory<byte>>();
        var from = 0;
        foreach (var to in cuts.Append(bytes.Length))
        {
            chunks.Add(bytes.AsMemory(from..to));
            from = to;
            var buffer = Chunk.Join(chunks);
            DecodeStatus status;
            while ((status = MqttDecoder.TryDecode(ref buffer, version, int.MaxValue, out var packet, out _)) == DecodeStatus.Packet)
            {
                packets.Add(PacketText.Of(packet));
            }

            Assert.Equal(DecodeStatus.NeedMore, status);
            chunks = [];
            foreach (var rest in buffer)
            {
                chunks.Add(rest);
            }
        }

        Assert.DoesNotContain(chunks, chunk => !chunk.IsEmpty);
        return packets;
    }

    private static byte[] Encode(IEnumerable<MqttPacket> packets, MqttProtocolVersion version)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var packet in packets)
        {
            Assert.InRange(MqttEncoder.Write(output, packet, version), 2, int.MaxValue);
        }

        return output.WrittenSpan.ToArray();
    }

    private sealed class Chunk : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Join(List<ReadOnlyMemory<byte>> chunks)
        {
            var first = new Chunk { Memory = chunks[0] };
            var last = first;
            foreach (var chunk in chunks.Skip(1))
            {
                var next = new Chunk { Memory = chunk, RunningIndex = last.RunningIndex + last.Memory.Length };
                last.Next = next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }
}
