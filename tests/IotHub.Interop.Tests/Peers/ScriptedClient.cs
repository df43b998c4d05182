using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IotHub.Testing;

namespace IotHub.Interop.Tests.Peers;

/// <summary>How a scripted client reaches the broker.</summary>
public enum ClientTransport
{
    Tcp,
    WebSocket,
    Tls,
}

/// <summary>A client of other people in its own process, told what to do a line at a time; see the scripts.</summary>
internal sealed class ScriptedClient : IAsyncDisposable
{
    private static readonly TimeSpan EventTimeout = TimeSpan.FromSeconds(10);
    private static readonly Dictionary<string, string> NoEnvironment = [];

    // What a client says in one test fits many times over; more would be a fault, and fails the test.
    private readonly Channel<JsonElement> _events = Channel.CreateBounded<JsonElement>(10_000);
    private readonly Channel<JsonElement> _messages = Channel.CreateBounded<JsonElement>(10_000);
    private readonly ProgramRun _run;
    private readonly int _version;

    private ScriptedClient(Peer peer, int version)
    {
        _version = version;
        _run = peer == Peer.Paho
            ? ProgramRun.Start(Peers.Python, NoEnvironment, Take, "-u", Peers.PahoScript)
            : ProgramRun.Start("node", NoEnvironment, Take, Peers.MqttJsScript);
    }

    public string Output => _run.Output;

    /// <summary>Starts a client and connects it.</summary>
    /// <param name="peer"><see cref="Peer.Paho"/> or <see cref="Peer.MqttJs"/>.</param>
    /// <param name="version">4 for 3.1.1, 5 for 5.0.</param>
    /// <param name="hub">The broker.</param>
    /// <param name="clientId">Its id.</param>
    /// <param name="more">Further fields of the order, as the scripts know them.</param>
    /// <param name="transport">How.</param>
    public static async Task<ScriptedClient> ConnectAsync(
        Peer peer, int version, HubBroker hub, string clientId, object? more = null, ClientTransport transport = ClientTransport.Tcp)
    {
        var client = new ScriptedClient(peer, version);
        try
        {
            var order = JsonSerializer.SerializeToNode(new
            {
                @do = "connect",
                clientId,
                version,
                clean = true,
                keepAlive = 60,
                transport = transport switch { ClientTransport.WebSocket => "ws", ClientTransport.Tls => "tls", _ => "tcp" },
                port = transport switch { ClientTransport.WebSocket => hub.WebSocketPort, ClientTransport.Tls => hub.TlsPort, _ => hub.Port },
                ca = hub.Authority,
            })!.AsObject();
            foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
            {
                order[name] = value?.DeepClone();
            }

            client.Connected = await client.AskAsync(order, "connected");
            Assert.Equal(0, client.Connected.GetProperty("reason").GetInt32());
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the broker said on connecting, the last time.</summary>
    public JsonElement Connected { get; private set; }

    public bool SessionPresent => Connected.GetProperty("sessionPresent").GetBoolean();

    /// <summary>Subscribes to one filter and gives what was granted.</summary>
    public async Task<int> SubscribeAsync(string filter, int qos, object? options = null, int? identifier = null)
    {
        var item = JsonSerializer.SerializeToNode(options ?? new { })!.AsObject();
        item["filter"] = filter;
        item["qos"] = qos;
        var order = new JsonObject { ["do"] = "subscribe", ["filters"] = new JsonArray(item) };
        if (identifier is { } id)
        {
            order["identifier"] = id;
        }

        var said = await AskAsync(order, "subscribed");
        return said.GetProperty("granted")[0].GetInt32();
    }

    public Task UnsubscribeAsync(string filter) => AskAsync(new JsonObject { ["do"] = "unsubscribe", ["filter"] = filter }, "unsubscribed");

    /// <summary>Publishes and waits until the client holds the message for delivered.</summary>
    public async Task PublishAsync(string topic, string payload, int qos, bool retain = false, object? properties = null)
    {
        await BeginPublishAsync(topic, payload, qos, retain, properties);
        await PublishedAsync();
    }

    /// <summary>Has the client publish; <see cref="PublishedAsync"/> is to be awaited as often.</summary>
    public Task BeginPublishAsync(string topic, string payload, int qos, bool retain = false, object? properties = null) => SendAsync(new JsonObject
    {
        ["do"] = "publish",
        ["topic"] = topic,
        ["payload"] = payload,
        ["qos"] = qos,
        ["retain"] = retain,
        ["properties"] = properties is null ? null : JsonSerializer.SerializeToNode(properties),
    });

    /// <summary>Waits until one more message is delivered.</summary>
    public Task PublishedAsync() => NextEventAsync("published");

    /// <summary>Closes the socket without a word, and waits until the client has connected again by itself.</summary>
    public async Task DropAsync()
    {
        await SendAsync(new JsonObject { ["do"] = "drop" });
        await NextEventAsync("closed");
        Connected = await NextEventAsync("connected");
    }

    public Task DisconnectAsync() => AskAsync(new JsonObject { ["do"] = "disconnect" }, "closed");

    /// <summary>Kills the program: the socket closes, nothing is said.</summary>
    public void Kill() => _run.Signal(ProgramRun.SignalKill);

    /// <summary>The next message that came in.</summary>
    public Task<JsonElement> NextMessageAsync() => NextAsync(_messages, "message");

    /// <summary>Waits for the next message and compares it: topic, payload, QoS and retain flag.</summary>
    public async Task<JsonElement> ExpectAsync(string topic, string payload, int qos, bool retain = false)
    {
        var message = await NextMessageAsync();
        Assert.Equal(
            (topic, payload, qos, retain),
            (message.GetProperty("topic").GetString()!, message.GetProperty("payload").GetString()!, message.GetProperty("qos").GetInt32(), message.GetProperty("retain").GetBoolean()));
        return message.GetProperty("properties");
    }

    /// <summary>
    /// That nothing else came: a message of its own, sent last and received next. Only where the client is subscribed to the topic.
    /// </summary>
    public async Task ExpectNothingElseAsync(string ownTopic, int qos = 0)
    {
        await PublishAsync(ownTopic, "that is all", qos);
        await ExpectAsync(ownTopic, "that is all", qos);
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    private async Task<JsonElement> AskAsync(JsonObject order, string answer)
    {
        await SendAsync(order);
        return await NextEventAsync(answer);
    }

    private Task SendAsync(JsonObject order) => _run.WriteLineAsync(order.ToJsonString());

    private async Task<JsonElement> NextEventAsync(string name)
    {
        while (true)
        {
            var said = await NextAsync(_events, name);
            if (said.GetProperty("event").GetString() == name)
            {
                return said;
            }
        }
    }

    private async Task<JsonElement> NextAsync(Channel<JsonElement> channel, string name)
    {
        using var limit = new CancellationTokenSource(EventTimeout, TimeProvider.System);
        try
        {
            return await channel.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No \"{name}\" from a client of version {_version}:\n{Output}");
        }
    }

    private void Take(string line)
    {
        if (!line.StartsWith('{'))
        {
            // What a library complains about: it is in the output, which a failing test shows.
            return;
        }

        var said = JsonSerializer.Deserialize<JsonElement>(line);
        var channel = said.GetProperty("event").GetString() == "message" ? _messages : _events;
        channel.Writer.TryWrite(said);
    }
}
