using System.Buffers;
using System.IO.Pipelines;
using IotHub.Mqtt.Codec;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Hostile;

/// <summary>One of many clients that do by chance whatever the protocol allows. It waits only for answers that must come.</summary>
internal sealed class ChaosClient(MqttBroker broker, Random random)
{
    public const int Ids = 20;
    public const int Topics = 30;

    /// <summary>Only so that a broken test ends; nothing is measured by it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Ends? _transport;
    private MqttProtocolVersion _version;
    private ushort _packetId;

    /// <summary>Completes when the broker has ended every connection this client has had.</summary>
    public List<Task> Served { get; } = [];

    public static string Topic(int number) => $"t{number % 5}/{number}";

    /// <summary>Does a few things in a row, so that some come far before another takes the session over.</summary>
    public async Task StepAsync()
    {
        for (var actions = random.Next(1, 12); actions > 0; actions--)
        {
            await ActAsync();
        }
    }

    private async Task ActAsync()
    {
        if (_transport is null)
        {
            await ConnectAsync();
            return;
        }

        switch (random.Next(20))
        {
            case < 3:
                await SendAsync(new SubscribePacket { PacketId = NextId(), Subscriptions = [Request(), Request()] });
                break;
            case < 5:
                await SendAsync(new UnsubscribePacket { PacketId = NextId(), Filters = [Filter()] });
                break;
            case < 12:
                await PublishAsync();
                break;
            case < 15:
                if (_transport.Input.TryRead(out var result))
                {
                    await TakeAsync(result);
                }

                break;
            case < 17:
                await SendAsync(PingreqPacket.Instance);
                await ReadToPongAsync();
                break;
            case 17:
                // In good order; what still comes is not read.
                await SendAsync(new DisconnectPacket { ReasonCode = _version == MqttProtocolVersion.V50 && random.Next(2) == 0 ? ReasonCode.DisconnectWithWill : ReasonCode.Success });
                await LoseAsync(null);
                break;
            case 18:
                await LoseAsync(random.Next(2) == 0 ? null : new IOException("The network failed."));
                break;
            default:
                // A second connection beside the first, often of the same id.
                var left = _transport;
                await ConnectAsync();
                await left.CloseAsync(null);
                break;
        }
    }

    public async Task LoseAsync(Exception? fault)
    {
        if (_transport is { } transport)
        {
            _transport = null;
            await transport.CloseAsync(fault);
        }
    }

    private async Task ConnectAsync()
    {
        // Some take a few packets only and then stand until they read.
        var takes = random.Next(4) == 0 ? 512 : 0;
        var up = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        var down = new Pipe(new PipeOptions(pauseWriterThreshold: takes, resumeWriterThreshold: takes / 2, useSynchronizationContext: false));
        var server = new Ends(up.Reader, down.Writer);
        _transport = new Ends(down.Reader, up.Writer);
        _version = random.Next(2) == 0 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V50;
        Served.Add(broker.ServeAsync(server, null, CancellationToken.None));
        var isV5 = _version == MqttProtocolVersion.V50;
        await SendAsync(new ConnectPacket
        {
            Version = _version,
            ClientId = $"client-{random.Next(Ids)}",
            KeepAlive = (ushort)random.Next(5, 60),
            CleanStart = random.Next(2) == 0,
            Will = random.Next(3) > 0 ? null : new WillMessage
            {
                Topic = Topic(random.Next(Topics)),
                Payload = new byte[] { 1 },
                Qos = (MqttQos)random.Next(3),
                Retain = random.Next(2) == 0,
                Properties = isV5 ? new MqttProperties { WillDelayInterval = (uint)random.Next(10) } : MqttProperties.Empty,
            },
            Properties = isV5
                ? new MqttProperties { SessionExpiryInterval = (uint)(random.Next(3) * 20), ReceiveMaximum = (ushort)random.Next(1, 10), TopicAliasMaximum = (ushort)random.Next(3) }
                : MqttProperties.Empty,
        });
        if (random.Next(8) > 0)
        {
            // Most wait for CONNACK, or for the end where another took the session over before it came.
            var answer = await NextAsync();
            _transport.Input.AdvanceTo(answer.Buffer.Start, answer.Buffer.Start);
        }
    }

    private async Task PublishAsync()
    {
        var qos = (MqttQos)random.Next(3);
        var id = qos == MqttQos.AtMostOnce ? (ushort)0 : NextId();
        var payload = new byte[random.Next(300)];
        await SendAsync(PublishPacket.Create(Topic(random.Next(Topics)), payload, qos, retain: random.Next(4) == 0, packetId: id));
        if (qos == MqttQos.ExactlyOnce && random.Next(4) > 0)
        {
            await SendAsync(new PubrelPacket { PacketId = id });
        }
    }

    /// <summary>What comes next; canceled when the broker has cut the connection and nothing more comes.</summary>
    private async Task<ReadResult> NextAsync()
    {
        var input = _transport!.Input;
        var read = input.ReadAsync().AsTask();
        await Task.WhenAny(read, Served[^1]).WaitAsync(Patience);
        if (!read.IsCompleted)
        {
            input.CancelPendingRead();
        }

        return await read;
    }

    /// <summary>Reads until all that was sent before has been handled, or the connection is over.</summary>
    private async Task ReadToPongAsync()
    {
        var isOver = false;
        while (!isOver)
        {
            var result = await NextAsync();
            isOver = await TakeAsync(result);
            if (result.IsCompleted || result.IsCanceled)
            {
                await LoseAsync(null);
            }
        }
    }

    /// <summary>Takes whole packets that are there, and acknowledges most of them.</summary>
    /// <returns>Whether the answer to a ping was among them, or nothing more comes.</returns>
    private async Task<bool> TakeAsync(ReadResult result)
    {
        var bytes = result.Buffer.ToArray();
        var taken = 0;
        var isOver = result.IsCompleted || result.IsCanceled;
        var answers = new List<MqttPacket>();
        while (MqttDecoder.TryReadHeader(bytes.AsSpan(taken), int.MaxValue, out var header, out _) == DecodeStatus.Packet && bytes.Length - taken >= header.PacketLength)
        {
            var body = bytes.AsSpan(taken + header.HeaderLength, header.RemainingLength);
            taken += header.PacketLength;
            isOver |= header.Type == MqttPacketType.Pingresp;
            if (random.Next(5) > 0 && Answer(header, body) is { } answer)
            {
                answers.Add(answer);
            }
        }

        _transport!.Input.AdvanceTo(result.Buffer.GetPosition(taken), result.Buffer.End);
        foreach (var answer in answers)
        {
            await SendAsync(answer);
        }

        return isOver;
    }

    private static MqttPacket? Answer(in FixedHeader header, ReadOnlySpan<byte> body)
    {
        if (header.Type == MqttPacketType.Publish)
        {
            var qos = (header.FirstByte >> 1) & 3;
            var at = 2 + ((body[0] << 8) | body[1]);
            return qos switch
            {
                0 => null,
                1 => new PubackPacket { PacketId = Id(body[at..]) },
                _ => new PubrecPacket { PacketId = Id(body[at..]) },
            };
        }

        return header.Type switch
        {
            MqttPacketType.Pubrec => new PubrelPacket { PacketId = Id(body) },
            MqttPacketType.Pubrel => new PubcompPacket { PacketId = Id(body) },
            _ => null,
        };

        static ushort Id(ReadOnlySpan<byte> bytes) => (ushort)((bytes[0] << 8) | bytes[1]);
    }

    private async Task SendAsync(MqttPacket packet)
    {
        var output = new ArrayBufferWriter<byte>();
        MqttEncoder.Write(output, packet, _version);
        await _transport!.Output.WriteAsync(output.WrittenMemory);
    }

    private SubscriptionRequest Request() => new(Filter(), (MqttQos)random.Next(3));

    private string Filter() => random.Next(6) switch
    {
        0 => "#",
        1 => $"t{random.Next(5)}/+",
        2 => $"$share/g/t{random.Next(5)}/#",
        _ => Topic(random.Next(Topics)),
    };

    private ushort NextId() => _packetId = (ushort)((_packetId % 1000) + 1);

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe
    {
        public async Task CloseAsync(Exception? fault)
        {
            await Output.CompleteAsync(fault);
            await Input.CompleteAsync(fault);
        }
    }
}
