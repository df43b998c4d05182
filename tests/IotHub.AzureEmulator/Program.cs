using System.Runtime.InteropServices;
using System.Text.Json;
using IotHub.AzureEmulator;

// The emulator by itself, for programs that are not .NET. Ports as arguments, MQTT first; without them the system chooses. Prints one line of
// JSON that says how to reach it, and ends by SIGTERM or Ctrl+C.
var ports = args.Select(argument => int.TryParse(argument, out var port) ? port : -1).ToList();
if (ports.Count > 2 || ports.Contains(-1))
{
    await Console.Error.WriteLineAsync("usage: IotHub.AzureEmulator [mqtt port [rest port]]");
    return 2;
}

await using var server = await AzureServer.StartAsync(new EmulatorOptions { MqttPort = ports.ElementAtOrDefault(0), RestPort = ports.ElementAtOrDefault(1) });
var end = new TaskCompletionSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
Console.WriteLine(JsonSerializer.Serialize(new
{
    mqtt = server.MqttPort,
    rest = server.RestPort,
    host = server.Hub.Options.HostName,
    idScope = server.Hub.Options.IdScope,
    authority = server.AuthorityPem,
}));
await end.Task;
return 0;

void End(PosixSignalContext context)
{
    context.Cancel = true;
    end.TrySetResult();
}
