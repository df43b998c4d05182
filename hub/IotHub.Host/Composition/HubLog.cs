using System.Globalization;
using IotHub.Host.Options;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace IotHub.Host.Composition;

/// <summary>Logging: Serilog behind <c>ILogger</c>, to the console and to files that are bounded in number and size.</summary>
internal static class HubLog
{
    // Ten files of ten MiB: weeks of a quiet home, and a fixed share of the card.
    private const int FilesMax = 10;
    private const long FileBytesMax = 10 * 1024 * 1024;

    /// <summary>Opens the log. Dispose to write out what is buffered.</summary>
    public static SerilogLoggerFactory Open(LogOptions options, LogLevelSwitch level, string dataFolder)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(level.Hub)
            // A start that fails is told in one sentence at the end; the host's own stack trace of it would hide that.
            .Filter.ByExcluding(entry => entry.MessageTemplate.Text == "Hosting failed to start")
            .MinimumLevel.Override("Microsoft", level.Framework)
            .WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Error);
        if (options.WritesFiles)
        {
            configuration.WriteTo.File(
                Path.Combine(dataFolder, "logs", "iothub-.log"),
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {EventId} {SourceContext} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: FileBytesMax,
                retainedFileCountLimit: FilesMax);
        }

        return new SerilogLoggerFactory(configuration.CreateLogger(), dispose: true);
    }
}
