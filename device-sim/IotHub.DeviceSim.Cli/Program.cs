using System.CommandLine;
using IotHub.DeviceSim.Cli;

var root = new RootCommand("Simulated devices and homes for an IoT hub, over MQTT.")
{
    RunCommand.Create(),
    HomeCommand.Create(),
    ReplayCommand.Create(),
    LoadCommand.Create(),
    PanelCommandLine.Create(),
    BoardCommand.Create(),
    CertifyCommand.Create(),
};

// Devices say goodbye within two seconds; a stop by Ctrl-C or SIGTERM waits for that.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(8) });
