using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using IotHub.Testing;

namespace IotHub.Interop.Tests.Peers;

/// <summary>Two nodes of Debian's RabbitMQ that are one broker, configured as docs/operating/fleets.md says, on ports and in a folder of their own.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The test runner calls DisposeAsync.")]
public sealed partial class RabbitMqCluster : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProgramRun?[] _nodes = new ProgramRun?[2];
    private readonly int[] _ports = FreePort.Take(5);
    private ProgramRun? _names;

    /// <summary>Port of MQTT of a node, 0 or 1.</summary>
    public int PortOf(int node) => _ports[node];

    public async Task InitializeAsync()
    {
        if (Peers.ReasonToSkip([Peer.RabbitMq]) is not null)
        {
            return;
        }

        _folder.Write("plugins", "[rabbitmq_mqtt].");

        // Started here, since one that a node starts by itself would outlive it.
        _names = ProgramRun.Start("epmd", Environment(0), "-port", $"{_ports[4]}", "-address", "127.0.0.1", "-debug");
        await _names.WaitForLineAsync("epmd running");
        await StartAsync(0);
        await StartAsync(1);
    }

    public async Task DisposeAsync()
    {
        foreach (var run in new[] { _nodes[1], _nodes[0], _names })
        {
            if (run is not null)
            {
                await run.DisposeAsync();
            }
        }

        _folder.Dispose();
    }

    private async Task StartAsync(int node)
    {
        _nodes[node] = ProgramRun.Start(Peers.RabbitMqProgram, Environment(node));
        await _nodes[node]!.WaitForLineAsync("Server startup complete");
    }

    private string NameOf(int node) => $"fleet{_ports[0]}n{node + 1}@localhost";

    private string ConfigurationOf(int node)
    {
        var page = File.ReadAllText(RepositoryRoot.Path("docs", "operating", "fleets.md"));
        return Configuration().Match(page).Groups[1].Value
            .Replace("127.0.0.1:1884", $"127.0.0.1:{_ports[node]}", StringComparison.Ordinal)
            .Replace("node1@localhost", NameOf(0), StringComparison.Ordinal)
            .Replace("node2@localhost", NameOf(1), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Environment(int node) => new()
    {
        ["HOME"] = _folder.At(),
        ["RABBITMQ_NODENAME"] = NameOf(node),
        ["RABBITMQ_MNESIA_BASE"] = _folder.At("data"),
        ["RABBITMQ_LOG_BASE"] = _folder.At("log"),
        ["RABBITMQ_CONFIG_FILE"] = _folder.Write($"node{node + 1}.conf", ConfigurationOf(node)),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder.At("plugins"),
        ["RABBITMQ_PID_FILE"] = _folder.At($"node{node + 1}.pid"),
        ["RABBITMQ_DIST_PORT"] = $"{_ports[2 + node]}",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        ["ERL_EPMD_PORT"] = $"{_ports[4]}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
    };

    [GeneratedRegex("```ini\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Configuration();
}
