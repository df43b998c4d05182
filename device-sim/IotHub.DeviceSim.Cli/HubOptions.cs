using System.CommandLine;
using IotHub.DeviceSim.Devices;
using IotHub.Mqtt.Packets;

namespace IotHub.DeviceSim.Cli;

/// <summary>Options that every command has: where the hub is.</summary>
internal sealed class HubOptions
{
    private readonly Option<string> _host = new("--host") { Description = "Name or address of the hub's broker.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _port = new("--port") { Description = "TCP port of the hub's broker.", DefaultValueFactory = _ => 1883 };
    private readonly Option<string> _mqtt = new("--mqtt") { Description = "MQTT version: 5.0 or 3.1.1.", DefaultValueFactory = _ => "5.0" };

    public HubOptions(Command command)
    {
        _mqtt.AcceptOnlyFromAmong("5.0", "3.1.1");
        command.Options.Add(_host);
        command.Options.Add(_port);
        command.Options.Add(_mqtt);
    }

    public MqttEndpoint Read(ParseResult result)
    {
        var port = result.GetValue(_port);
        return port is >= 1 and <= 65_535
            ? new MqttEndpoint(result.GetValue(_host) ?? "127.0.0.1", port, result.GetValue(_mqtt) == "3.1.1" ? MqttProtocolVersion.V311 : MqttProtocolVersion.V50)
            : throw new SimulationException($"--port is {port}; expected 1 to 65535.");
    }
}
