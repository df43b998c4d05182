using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Certification.Reports;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.Mqtt.Packets;
using IotHub.Testing;

namespace IotHub.Certification.Tests.World;

/// <summary>A broker, a simulated device and a certification, in memory and on one clock.</summary>
internal static class CertifiedWorld
{
    public const string Did = "probe-1";

    public static DateTimeOffset Begin { get; } = new(2026, 1, 5, 7, 0, 0, TimeSpan.Zero);

    /// <summary>Certifies a simulated device.</summary>
    /// <param name="contract">What it is.</param>
    /// <param name="tampers">What stands between its program and its connection; made anew for each start.</param>
    /// <param name="change">Further changes of the certification's options.</param>
    /// <param name="version">Which MQTT both speak.</param>
    public static CertificationReport Certify(
        DeviceContract contract,
        Func<TimeProvider, ImmutableArray<IWireTamper>>? tampers = null,
        Func<CertificationOptions, CertificationOptions>? change = null,
        MqttProtocolVersion version = MqttProtocolVersion.V50)
    {
        var time = new ManualTime(Begin);
        return WorldLoop.Run(time, loop => RunAsync(loop, time, contract, tampers, change, version));
    }

    private static async Task<CertificationReport> RunAsync(
        WorldLoop loop,
        ManualTime time,
        DeviceContract contract,
        Func<TimeProvider, ImmutableArray<IWireTamper>>? tampers,
        Func<CertificationOptions, CertificationOptions>? change,
        MqttProtocolVersion version)
    {
        using var broker = new MemoryBroker();
        var endpoint = new MqttEndpoint("memory", 1, version, broker);
        var plan = new SimulatedDevicePlan { Did = Did, Contract = contract, Seed = 7 };
        await using var control = new SimulatedControl(plan, endpoint, time, broker, made => made with { Tampers = tampers?.Invoke(time) ?? [] });
        var options = new CertificationOptions
        {
            Contract = contract,
            Did = Did,
            Endpoint = endpoint,
            ClientId = Did,
            AllActions = true,
            Slow = true,
            IntervalWaited = TimeSpan.FromSeconds(60),
            Control = control,
        };
        return await new Certifier(change?.Invoke(options) ?? options, loop).RunAsync(null, CancellationToken.None);
    }

    /// <summary>What failed, a line each.</summary>
    public static string Failures(CertificationReport report) => string.Join(Environment.NewLine, report.Results
        .Where(result => result.Verdict == Verdict.Fail)
        .Select(result => $"{result.Clause.Number} {result.Subject}: expected {result.Expected}; seen {result.Seen}"));
}
