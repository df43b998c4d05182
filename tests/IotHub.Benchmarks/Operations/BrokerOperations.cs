using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using IotHub.Broker;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Benchmarks.Operations;

/// <summary>The broker's share: from one socket to another through its event loop, acknowledgements and all, twenty messages at a time.</summary>
internal static class BrokerOperations
{
    private const int Messages = 20;

    public static IEnumerable<Operation> All =>
    [
        new("broker: socket to socket, QoS 0", Make(0)) { Repeats = Messages, IsOfProcess = true },
        new("broker: socket to socket, QoS 1", Make(1)) { Repeats = Messages, IsOfProcess = true },
        new("broker: socket to socket, QoS 2", Make(2)) { Repeats = Messages, IsOfProcess = true },
    ];

    private static Action Make(int qos)
    {
        var broker = new MqttBroker(new BrokerLimits(), new AllowAllPolicy(), TimeProvider.System, NullLogger<MqttBroker>.Instance);
        var listener = new MqttSocketListener(broker, loops: 1);
        var endpoint = (IPEndPoint)listener.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var subscriber = Connect(endpoint, 's');
        subscriber.Send([0x82, 8, 0, 1, 0, 3, (byte)'t', (byte)'/', (byte)'a', (byte)qos]);
        Receive(subscriber, 5, new byte[16]);
        var publisher = Connect(endpoint, 'p');

        // Sixteen bytes on the topic "t/a".
        var length = 5 + (qos > 0 ? 2 : 0) + 16;
        var batch = new byte[Messages * (length + 2)];
        var acknowledgements = new byte[Messages * 4];
        var releases = new byte[Messages * 4];
        var buffer = new byte[4096];
        var next = (ushort)0;
        return () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                var message = batch.AsSpan(i * (length + 2), length + 2);
                message[0] = (byte)(0x30 | (qos << 1));
                message[1] = (byte)length;
                "\0\u0003t/a"u8.CopyTo(message[2..]);
                if (qos > 0)
                {
                    next = next == ushort.MaxValue ? (ushort)1 : (ushort)(next + 1);
                    BinaryPrimitives.WriteUInt16BigEndian(message[7..], next);
                    Answer(releases, i, 0x62, next);
                }
            }

            publisher.Send(batch);
            if (qos > 0)
            {
                Receive(publisher, Messages * 4, buffer);
            }

            if (qos == 2)
            {
                publisher.Send(releases);
                Receive(publisher, Messages * 4, buffer);
            }

            Receive(subscriber, batch.Length, buffer);
            for (var i = 0; i < Messages && qos > 0; i++)
            {
                var id = BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan((i * (length + 2)) + 7));
                Answer(acknowledgements, i, qos == 1 ? 0x40 : 0x50, id);
                Answer(releases, i, 0x70, id);
            }

            if (qos > 0)
            {
                subscriber.Send(acknowledgements);
            }

            if (qos == 2)
            {
                Receive(subscriber, Messages * 4, buffer);
                subscriber.Send(releases);
            }
        };
    }

    private static void Answer(byte[] into, int index, int firstByte, ushort packetId)
    {
        into[index * 4] = (byte)firstByte;
        into[(index * 4) + 1] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(into.AsSpan((index * 4) + 2), packetId);
    }

    private static Socket Connect(IPEndPoint endpoint, char id)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(endpoint);
        socket.Send([0x10, 13, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 60, 0, 1, (byte)id]);
        Receive(socket, 4, new byte[16]);
        return socket;
    }

    private static void Receive(Socket socket, int count, byte[] buffer)
    {
        var have = 0;
        while (have < count)
        {
            var got = socket.Receive(buffer.AsSpan(have, count - have));
            have += got > 0 ? got : throw new InvalidOperationException("The broker closed the connection.");
        }
    }
}
