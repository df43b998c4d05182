// The broker alone in a process: what races and foreign test suites run against.
//   broker-process PORT [ws=PORT] [unix=PATH] [tls=PORT cert=PEM key=PEM [ca=PEM]] [kestrel=PORT] [Limit=number ...]
// Port 0 takes a free one. Prints "listening on PORT" when it does, and before it a line "ws PORT" and "tls PORT" for each of those listeners.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using IotHub.Broker;
using IotHub.Broker.Access;
using IotHub.Broker.Listeners.Sockets;
using IotHub.BrokerProcess;
using Microsoft.Extensions.Logging.Abstractions;

var arguments = new BrokerArguments(args);
using var tls = arguments.LoadTls();
using var broker = new MqttBroker(arguments.ReadLimits(), new AllowAllPolicy(), TimeProvider.System, NullLogger<MqttBroker>.Instance);
await using var sockets = new MqttSocketListener(broker);
var port = ((IPEndPoint)sockets.Listen(At(args[0]))).Port;
if (arguments["unix"] is { } path)
{
    sockets.Listen(new UnixDomainSocketEndPoint(Path.GetFullPath(path)));
}

await using var web = await WebListeners.StartAsync(broker, arguments, tls);
foreach (var (name, own) in web.Ports)
{
    Console.WriteLine($"{name} {own}");
}

Console.WriteLine($"listening on {port}");
using var stopped = new ManualResetEventSlim();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
stopped.Wait();

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.Set();
}

static IPEndPoint At(string port) => new(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
