using System.Diagnostics.CodeAnalysis;
using IotHub.Testing;

namespace IotHub.Interop.Tests.Peers;

/// <summary>Debian's RabbitMQ with its MQTT plug-in (3.1.1), everything in a folder and on ports of its own, for all tests of a class: it takes ten seconds to start.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The test runner calls DisposeAsync.")]
public sealed class RabbitMqBroker : IAsyncLifetime
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private ProgramRun? _names;
    private ProgramRun? _node;

    /// <summary>Port of MQTT.</summary>
    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        if (Peers.ReasonToSkip([Peer.RabbitMq]) is not null)
        {
            return;
        }

        var ports = FreePort.Take(3);
        Port = ports[0];
        var configuration = _folder.Write("rabbitmq.conf", $"""
            listeners.tcp = none
            mqtt.listeners.tcp.1 = 127.0.0.1:{Port}
            mqtt.allow_anonymous = true
            loopback_users = none
            log.console = true
            log.console.level = info
            log.file = false
            """);
        foreach (var (name, value) in new[]
        {
            ("HOME", _folder.At()),
            ("RABBITMQ_NODENAME", $"interop{Port}@localhost"),
            ("RABBITMQ_MNESIA_BASE", _folder.At("mnesia")),
            ("RABBITMQ_LOG_BASE", _folder.At("log")),
            ("RABBITMQ_CONFIG_FILE", configuration),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", _folder.Write("plugins", "[rabbitmq_mqtt].")),
            ("RABBITMQ_PID_FILE", _folder.At("pid")),
            ("RABBITMQ_DIST_PORT", $"{ports[1]}"),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
            ("ERL_EPMD_PORT", $"{ports[2]}"),
            ("ERL_EPMD_ADDRESS", "127.0.0.1"),
        })
        {
            _environment[name] = value;
        }

        // Started here, since one that the node starts by itself would outlive it.
        _names = ProgramRun.Start("epmd", _environment, "-port", $"{ports[2]}", "-address", "127.0.0.1", "-debug");
        await _names.WaitForLineAsync("epmd running");
        await StartNodeAsync();
    }

    /// <summary>Ends the node, which keeps what is durable.</summary>
    public async Task StopNodeAsync()
    {
        await _node!.StopAsync(StopTimeout);
        await _node.DisposeAsync();
    }

    public async Task StartNodeAsync()
    {
        _node = ProgramRun.Start(Peers.RabbitMqProgram, _environment);
        await _node.WaitForLineAsync("Server startup complete");
    }

    public async Task DisposeAsync()
    {
        foreach (var run in new[] { _node, _names })
        {
            if (run is not null)
            {
                await run.DisposeAsync();
            }
        }

        _folder.Dispose();
    }
}
