using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners.Sockets;
using IotHub.Broker.Tests.Listeners;
using IotHub.Testing;

namespace IotHub.Broker.Tests.Sockets;

/// <summary>A broker with a clock that stands, on event loops of its own: a TCP port that the system chose, and a Unix socket.</summary>
public sealed class SocketBroker : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("iothub-loop-").FullName;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gone = new();
    private readonly int[] _expectedErrors;

    public SocketBroker(
        BrokerLimits? limits = null, int loops = 1, IAccessPolicy? policy = null, IReadOnlyList<IAuthenticationMethod>? methods = null, int[]? expectedErrors = null)
    {
        _expectedErrors = expectedErrors ?? [];
        Broker = new MqttBroker(limits ?? new BrokerLimits(), policy ?? new AllowAllPolicy(), Time, Log.CreateLogger<MqttBroker>(), methods);
        Broker.PresenceChanged += presence =>
        {
            if (!presence.IsConnected)
            {
                Gone(presence.ClientId).TrySetResult();
            }
        };
        Listener = new MqttSocketListener(Broker, loops);
        Tcp = (IPEndPoint)Listener.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        Unix = Listener.Listen(new UnixDomainSocketEndPoint(Path.Combine(_folder, "mqtt.sock")));
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public LogCollector Log { get; } = new();

    public MqttBroker Broker { get; }

    public MqttSocketListener Listener { get; }

    public IPEndPoint Tcp { get; }

    public EndPoint Unix { get; }

    /// <summary>A client of 3.1.1 with a clean session.</summary>
    public async Task<StreamClient> ConnectAsync(char id)
    {
        var client = await StreamClient.OpenAsync(Tcp);
        await client.ConnectAsync(id);
        return client;
    }

    /// <summary>The same that subscribes to the topic of one letter.</summary>
    public async Task<StreamClient> SubscribedAsync(char id, char topic, int qos = 0)
    {
        var client = await ConnectAsync(id);
        await client.SendAsync($"8206 0001 0001 {(int)topic:x2} {qos:x2}");
        await client.ExpectAsync($"9003 0001 {qos:x2}");
        return client;
    }

    /// <summary>Publishes messages of one size and QoS 0, numbered from 0, on a topic of one letter; the broker has handled all of them then.</summary>
    public static async Task FloodAsync(StreamClient publisher, char topic, int messages, int bytes)
    {
        for (var i = 0; i < messages; i++)
        {
            await publisher.SendAsync(SocketBytes.Publish(topic, i, bytes));
        }

        await publisher.SendAsync("c000");
        await publisher.ExpectAsync("d000");
    }

    /// <summary>Completes when a connection of this client has ended.</summary>
    public Task DisconnectedAsync(string id) => Gone(id).Task.WaitAsync(StreamClient.Patience);

    public async ValueTask DisposeAsync()
    {
        await Listener.DisposeAsync().AsTask().WaitAsync(StreamClient.Patience);
        Log.AssertNoErrors(_expectedErrors);
        Broker.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private TaskCompletionSource Gone(string id) => _gone.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
