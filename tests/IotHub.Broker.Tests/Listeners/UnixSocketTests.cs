using System.Net.Sockets;
using System.Runtime.Versioning;
using IotHub.Broker.Access;
using IotHub.Broker.Limits;
using IotHub.Broker.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Broker.Tests.Listeners;

/// <summary>The file of a Unix domain socket.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnixSocketTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("iothub-unix-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "mqtt.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_NothingThere_OwnerAndGroupMayConnect()
    {
        await using (var app = await StartAsync())
        {
            Assert.Equal(Convert.ToInt32("660", 8), (int)File.GetUnixFileMode(Path));
        }

        Assert.False(System.IO.Path.Exists(Path));
    }

    [Fact]
    public async Task Start_SocketWithoutListener_IsReplaced()
    {
        // Bound and never listening: as a killed process leaves it.
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(Path));
        await using var app = await StartAsync();
        await using var client = await StreamClient.OpenAsync(new UnixDomainSocketEndPoint(Path));
        await client.ConnectAsync('a');
    }

    [Fact]
    public async Task Start_SocketWithListener_IsRefusedAndTheListenerStays()
    {
        await using var first = await StartAsync();
        var refusal = await Assert.ThrowsAsync<IOException>(StartAsync);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.IsType<SocketException>(refusal.GetBaseException()).SocketErrorCode);
        await using var client = await StreamClient.OpenAsync(new UnixDomainSocketEndPoint(Path));
        await client.ConnectAsync('a');
    }

    [Fact]
    public async Task Start_OrdinaryFile_IsRefusedAndLeftAlone()
    {
        await File.WriteAllTextAsync(Path, "precious");
        var refusal = await Assert.ThrowsAsync<IOException>(StartAsync);
        Assert.Contains("no socket", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(Path));
    }

    [Fact]
    public async Task Start_Folder_IsRefused()
    {
        Directory.CreateDirectory(Path);
        await Assert.ThrowsAsync<IOException>(StartAsync);
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_ => new MqttBroker(new BrokerLimits(), new AllowAllPolicy(), TimeProvider.System, NullLogger<MqttBroker>.Instance));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenMqttUnix(Path));
        var app = builder.Build();
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
