using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace IotHub.Uplink.Health;

/// <summary>Sends what one meter counts to a collector by OTLP. It carries the hub's own health and no events of the home.</summary>
public sealed class HealthExport : IDisposable
{
    private readonly MeterProvider _provider;

    private HealthExport(MeterProvider provider) => _provider = provider;

    /// <summary>Starts sending; null where no endpoint is named.</summary>
    /// <param name="options">Checked before: <see cref="HealthExportOptions.Faults"/>.</param>
    /// <param name="meterName">The meter, and no other.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public static HealthExport? Start(HealthExportOptions options, string meterName)
    {
        if (options.Faults() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }

        return options.Endpoint.Length == 0 ? null : new HealthExport(Sdk.CreateMeterProviderBuilder()

            // An empty one to begin with: the usual holds what the environment says of machine and process.
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("mihub", autoGenerateServiceInstanceId: false))
            .AddMeter(meterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = new Uri(options.Endpoint);
                exporter.Headers = options.Headers;
                exporter.TimeoutMilliseconds = (int)options.Timeout.TotalMilliseconds;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
            })
            .Build());
    }

    /// <summary>Sends what was counted since, and ends.</summary>
    public void Dispose() => _provider.Dispose();
}
