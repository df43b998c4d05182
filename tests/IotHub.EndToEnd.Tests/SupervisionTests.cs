using System.Net.Sockets;
using System.Text;
using IotHub.Testing;

namespace IotHub.EndToEnd.Tests;

/// <summary>The hub and the service manager that started it, by the socket that systemd names in the environment.</summary>
[Collection(ProgramsDefinition.Name)]
public sealed class SupervisionTests : IDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_UnderAServiceManager_SaysThatItIsReadyThatItLivesAndThatItStops()
    {
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_folder.At("notify")));
        _folder.Write("data/gpio/board.json", """{ "devices": [ { "did": "hall", "contract": "wired-relay", "properties": { "switch.on": { "line": "GPIO17" } } } ] }""");
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = _folder.At("notify"), ["WATCHDOG_USEC"] = "6000000" };

        await using var hub = await HubProcess.StartInAsync(environment, 0, "--Hub:DataFolder", _folder.At("data"), "--Gpio:Driver", "simulated");

        Assert.Equal("READY=1", await NextAsync(manager));
        Assert.Equal("WATCHDOG=1", await NextAsync(manager));
        await hub.StopAsync();
        var last = await NextAsync(manager);
        while (last == "WATCHDOG=1")
        {
            last = await NextAsync(manager);
        }

        Assert.Equal("STOPPING=1", last);
    }

    private static async Task<string> NextAsync(Socket manager)
    {
        var bytes = new byte[256];
        using var late = new CancellationTokenSource(AnswerTimeout, TimeProvider.System);
        return Encoding.UTF8.GetString(bytes, 0, await manager.ReceiveAsync(bytes, late.Token));
    }
}
