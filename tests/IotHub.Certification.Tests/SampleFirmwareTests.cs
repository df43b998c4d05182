using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IotHub.Certification.Tests.World;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Devices;
using IotHub.Testing;

namespace IotHub.Certification.Tests;

/// <summary>The firmware that makers start from is certified as the quick start says: a real broker, a real program, the clock on the wall.</summary>
public sealed class SampleFirmwareTests
{
    [SampleFact]
    public async Task RunAsync_SampleLightOnMosquitto_Passes()
    {
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        await using var broker = ProgramRun.Start(SampleFactAttribute.Mosquitto, "-v", "-p", port);
        await broker.WaitForLineAsync("running");
        await using var control = new ProgramControl(port);
        var options = new CertificationOptions
        {
            Contract = TestContracts.Load("light"),
            Did = "sample",
            Endpoint = new MqttEndpoint("127.0.0.1", int.Parse(port, CultureInfo.InvariantCulture)),
            ClientId = "sample",
            Control = control,
        };

        var report = await new Certifier(options, new ClockPatience(TimeProvider.System)).RunAsync(null, CancellationToken.None);

        Assert.True(report.IsPassed, CertifiedWorld.Failures(report));
        Assert.Equal([Clauses.Interval, Clauses.BackOff], Clauses.All.Where(clause => report.VerdictOf(clause) == Verdict.NotChecked));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class ProgramControl(string port) : IDeviceControl, IAsyncDisposable
    {
        private ProgramRun? _run;

        public string Name => "light.py";

        public Task<bool> StartAsync(CancellationToken cancellationToken)
        {
            _run ??= ProgramRun.Start(SampleFactAttribute.Python, "-u", RepositoryRoot.Path("device-sim", "samples", "light.py"), "--broker", $"127.0.0.1:{port}", "--did", "sample");
            return Task.FromResult(true);
        }

        public async Task<bool> StopAsync(CancellationToken cancellationToken)
        {
            await _run!.StopAsync(TimeSpan.FromSeconds(10));
            await DisposeAsync();
            return true;
        }

        public async Task<bool> CutAsync(CancellationToken cancellationToken)
        {
            await DisposeAsync();
            return true;
        }

        public Task<bool> TriggerAsync(ContractEvent deviceEvent, CancellationToken cancellationToken) => Task.FromResult(false);

        public async ValueTask DisposeAsync()
        {
            if (_run is not null)
            {
                await _run.DisposeAsync();
                _run = null;
            }
        }
    }
}
