using System.Net;
using IotHub.Host.Commands;
using IotHub.Host.Options;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Connections;

namespace IotHub.Host.Composition;

/// <summary>From the command line to a running hub, and from trouble at the start to one sentence and exit code 1.</summary>
internal static class HubProgram
{
    /// <summary>Runs the hub until it is stopped.</summary>
    /// <returns>For a command its own code; otherwise 0 after a stop that was asked for, 1 when it could not start or ended by itself.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            if (arguments is ["contract", .. var rest])
            {
                return ContractCommand.Run(rest, Console.Out, Console.Error);
            }

            if (arguments is ["automation", .. var words])
            {
                return AutomationCommand.Run(words, TimeProvider.System, Console.Out, Console.Error);
            }

            if (arguments is ["ledger", .. var check])
            {
                return LedgerCommand.Run(check, Console.Out, Console.Error);
            }

            if (arguments is ["gpio", .. var wiring])
            {
                return GpioCommand.Run(wiring, Console.Out, Console.Error);
            }

            var line = CommandLine.Read(arguments);
            if (line.Print is not null)
            {
                await Console.Out.WriteLineAsync(line.Print);
                return 0;
            }

            using var demo = line.IsDemo ? DemoFolder.Create() : null;
            var settings = HubSettings.Read(HubSettingsSource.Read(line), demo?.Path, line.IsDemo);
            return await RunAsync(settings, demo);
        }
        catch (Exception fault) when (fault is StartException or StoreException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static async Task<int> RunAsync(HubSettings settings, DemoFolder? demo)
    {
        EnsureWritable(settings.Hub.DataFolder);
        var level = new LogLevelSwitch(settings.Log.Level);
        using var log = HubLog.Open(settings.Log, level, settings.Hub.DataFolder);
        await using var core = await HubCore.OpenAsync(settings, log, CancellationToken.None);
        await using var app = HubApp.Build(settings, core, demo, log, level);
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException or System.Net.Sockets.SocketException)
        {
            // What had started before the port was asked for is running: it must not outlive what it hands its outputs to.
            await app.StopAsync();
            throw new StartException(PortTaken(fault, settings), fault);
        }

        return core.HasFailed ? 1 : 0;
    }

    private static void EnsureWritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, ".write-test");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StartException(
                $"The data folder {folder} cannot be written ({fault.Message}); give the hub rights to it, or choose another with --Hub:DataFolder.", fault);
        }
    }

    private static string PortTaken(IOException fault, HubSettings settings)
    {
        if (settings.Mqtt.UnixSocket is { } path && fault.Message.Contains(path, StringComparison.Ordinal))
        {
            return $"The socket {path} cannot be made ({fault.Message}); stop the program that uses it, remove the file, or choose another with --Mqtt:UnixSocket.";
        }

        var mqtt = settings.Mqtt;
        (string Address, string Port, IPEndPoint Endpoint)[] all =
        [
            ("Api:Listen", "Api:Port", new IPEndPoint(settings.Api.Listen, settings.Api.Port)),
            ("Mqtt:Listen", "Mqtt:WebSocketPort", new IPEndPoint(mqtt.Listen, mqtt.WebSocketPort ?? 0)),
            ("Mqtt:TlsListen", "Mqtt:TlsPort", new IPEndPoint(mqtt.TlsListen, mqtt.TlsPort ?? 0)),
            ("Mqtt:Listen", "Mqtt:Port", new IPEndPoint(mqtt.Listen, mqtt.Port)),
        ];
        var (address, port, endpoint) = all.FirstOrDefault(one => one.Endpoint.Port != 0 && fault.Message.Contains(one.Endpoint.ToString(), StringComparison.Ordinal), all[^1]);
        return fault.GetBaseException() is System.Net.Sockets.SocketException { SocketErrorCode: not System.Net.Sockets.SocketError.AddressAlreadyInUse } other
            ? $"The hub cannot listen on {endpoint} ({other.Message}); correct {address} or {port}."
            : $"Port {endpoint.Port} on {endpoint.Address} is in use by another program; stop that program, or choose another port with --{port}.";
    }
}
