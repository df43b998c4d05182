using IotHub.Testing;

namespace IotHub.Interop.Tests.Peers;

/// <summary>Software that other people wrote and that speaks MQTT; <c>tests/run</c> installs it.</summary>
public enum Peer
{
    /// <summary>mosquitto_pub, mosquitto_sub and mosquitto_rr.</summary>
    MosquittoClients,

    /// <summary>The broker Mosquitto.</summary>
    Mosquitto,

    /// <summary>Eclipse Paho for Python.</summary>
    Paho,

    /// <summary>MQTT.js for Node.</summary>
    MqttJs,

    /// <summary>RabbitMQ with its MQTT plug-in.</summary>
    RabbitMq,

    /// <summary>The official packages of Azure IoT for Node: device, provisioning, service.</summary>
    AzureIot,
}

/// <summary>Where peers are, and which are not there.</summary>
internal static class Peers
{
    public const string MosquittoProgram = "/usr/sbin/mosquitto";
    public const string RabbitMqProgram = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    // Debian's own, which sees Debian's packages; another python3 may stand before it in PATH.
    public const string Python = "/usr/bin/python3";

    public static string PahoScript => RepositoryRoot.Path("tests", "IotHub.Interop.Tests", "scripts", "paho_client.py");

    public static string MqttJsScript => RepositoryRoot.Path("tests", "IotHub.Interop.Tests", "scripts", "mqttjs", "client.mjs");

    public static string AzureScripts => RepositoryRoot.Path("tests", "IotHub.Interop.Tests", "scripts", "azure");

    /// <summary>Why a test that needs these peers is skipped; null when it is not. Under CI a missing peer is a failure.</summary>
    public static string? ReasonToSkip(Peer[] peers)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            return null;
        }

        var missing = peers.Where(peer => !File.Exists(FileOf(peer))).ToList();
        return missing.Count == 0 ? null : $"not installed: {string.Join(", ", missing)}; tests/run installs it";
    }

    private static string FileOf(Peer peer) => peer switch
    {
        Peer.MosquittoClients => "/usr/bin/mosquitto_rr",
        Peer.Mosquitto => MosquittoProgram,
        Peer.Paho => "/usr/lib/python3/dist-packages/paho/mqtt/client.py",
        Peer.MqttJs => RepositoryRoot.Path("tests", "IotHub.Interop.Tests", "scripts", "mqttjs", "node_modules", "mqtt", "package.json"),
        Peer.RabbitMq => RabbitMqProgram,
        Peer.AzureIot => System.IO.Path.Combine(AzureScripts, "node_modules", "azure-iothub", "package.json"),
        _ => throw new ArgumentOutOfRangeException(nameof(peer)),
    };
}

/// <summary>A test that needs peers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(params Peer[] needed)
    {
        Needed = needed;
        Skip = Peers.ReasonToSkip(needed);
    }

    public IReadOnlyList<Peer> Needed { get; }
}

/// <summary>A theory that needs peers.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(params Peer[] needed)
    {
        Needed = needed;
        Skip = Peers.ReasonToSkip(needed);
    }

    public IReadOnlyList<Peer> Needed { get; }
}
