using IotHub.AzureEmulator;
using IotHub.AzureEmulator.Devices;
using IotHub.Testing;
using IotHub.Uplink.AzureIotHub;

namespace IotHub.Uplink.Tests.AzureIotHub;

/// <summary>The emulator and an uplink to it, each with a clock that the test moves.</summary>
internal sealed class AzureRig : IAsyncDisposable
{
    public const string DeviceId = "hub-1";
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    private AzureRig(AzureServer server, ManualTime serverTime)
    {
        Server = server;
        ServerTime = serverTime;
        Device = server.Hub.Add(DeviceId);
        Options = new AzureIotHubUplinkOptions
        {
            ConnectionString = server.ConnectionString(Device),
            AuthorityFile = _folder.Write("authority.pem", server.AuthorityPem),
            TakesDesired = true,
        };
    }

    public AzureServer Server { get; }

    public EmulatedHub Hub => Server.Hub;

    public ManualTime ServerTime { get; }

    public ManualTime Time { get; } = new(Start);

    public DeviceRecord Device { get; }

    public AzureIotHubUplinkOptions Options { get; set; }

    public AzureIotHubHandlers Handlers { get; set; } = new();

    public AzureIotHubUplink Uplink { get => field ??= new AzureIotHubUplink(Options, Handlers, Time, new SeededRandom(7)); private set; }

    /// <summary>What would provision the device.</summary>
    public AzureIotHubUplinkOptions Provisioned => Options with
    {
        ConnectionString = "",
        IdScope = Hub.Options.IdScope,
        RegistrationId = "hub-9",
        DeviceKey = Convert.ToBase64String(Hub.GroupDeviceKey("hub-9")),
        ProvisioningHost = $"127.0.0.1:{Server.MqttPort}",
        GatewayHost = $"127.0.0.1:{Server.MqttPort}",
    };

    public static async Task<AzureRig> StartAsync(EmulatorOptions? options = null)
    {
        var time = new ManualTime(Start);
        return new AzureRig(await AzureServer.StartAsync(options, time), time);
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    public Task<SendResult> SendAsync(int first, int count, int padding = 0) => Uplink.SendAsync(Events.Some(first, count, padding), CancellationToken.None);

    /// <summary>Lets the uplink be idle until it hangs up.</summary>
    /// <param name="times">How often it has then hung up.</param>
    public async Task IdleAsync(int times)
    {
        Time.Advance(Options.IdleTimeout);
        await Hub.Record.WaitForHappeningAsync($"{DeviceId} disconnected", times);
    }

    /// <summary>Moves the uplink's clock by seconds, as often as it arms a timer, until a task is done.</summary>
    public async Task<T> SteppingAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            var armed = Time.NextTimerAsync();
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(task, armed);
        }

        return await task;
    }

    public async ValueTask DisposeAsync()
    {
        await Uplink.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
