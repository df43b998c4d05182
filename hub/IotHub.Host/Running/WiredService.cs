using System.Collections.Immutable;
using IotHub.Api.Homes;
using IotHub.Gpio;
using IotHub.Gpio.Devices;
using IotHub.Gpio.Drivers.Simulated;
using IotHub.Gpio.Wiring;
using IotHub.Host.Options;
using IotHub.Runtime;

namespace IotHub.Host.Running;

/// <summary>
/// Runs what is wired to the board. It starts before the loop and stops after it: what the loop decided last is still done, then outputs go to their value for a
/// stopped hub.
/// </summary>
internal sealed partial class WiredService : BackgroundService, IHealthSource
{
    private readonly GpioBoard _board;
    private readonly ImmutableArray<string> _faults;
    private readonly int _devices;
    private readonly GpioDriver _driver;
    private readonly ILogger<WiredService> _logger;
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();

    public WiredService(GpioSettings settings, Wired wired, HubInbox inbox, ILogger<WiredService> logger)
    {
        (_logger, _faults, _devices, _driver) = (logger, wired.Faults, wired.Devices.Length, settings.Driver);
        _board = settings.Driver == GpioDriver.Simulated ? GpioBoard.Simulated(TimeProvider.System, Path.Combine(settings.Folder, "sys")) : GpioBoard.OfKernel();
        Bridge = new GpioBridge(wired.Devices, _board, inbox, TimeProvider.System, Tell);
    }

    /// <summary>The chip of a simulated board; null for a real one.</summary>
    public SimulatedChip? SimulatedChip => _board.SimulatedChip;

    /// <summary>The keys and encoders of a simulated board; null for a real one.</summary>
    public SimulatedInputDriver? SimulatedInputs => _board.SimulatedInputs;

    /// <summary>The bridge to them.</summary>
    public GpioBridge Bridge { get; }

    /// <inheritdoc/>
    public IReadOnlyList<HealthProblem> Problems =>
    [
        .. _faults.Select(fault => new HealthProblem("wiring.refused", fault, _startedAt)),
        .. Bridge.Faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => new HealthProblem("wiring.offline", $"{fault.Key} is offline: {fault.Value}", _startedAt)),
        .. Bridge.Dropped is > 0 and var dropped
            ? [new HealthProblem("wiring.behind", $"{dropped} edges or commands came faster than wired devices could take them; levels were looked at anew.", _startedAt)]
            : Array.Empty<HealthProblem>(),
    ];

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _board.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var fault in _faults)
        {
            LogRefused(_logger, fault);
        }

        LogStarting(_logger, _devices, _driver);
        await Bridge.RunAsync(stoppingToken);
    }

    private void Tell(WiredNews news)
    {
        if (news.IsThere)
        {
            LogThere(_logger, news.Did);
        }
        else
        {
            LogGone(_logger, news.Did, news.Reason);
        }
    }

    [LoggerMessage(EventId = 9600, Level = LogLevel.Information, Message = "Wired devices: {Count}, driver {Driver}")]
    private static partial void LogStarting(ILogger logger, int count, GpioDriver driver);

    [LoggerMessage(EventId = 9601, Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void LogRefused(ILogger logger, string fault);

    [LoggerMessage(EventId = 9602, Level = LogLevel.Information, Message = "{Device} is there")]
    private static partial void LogThere(ILogger logger, string device);

    [LoggerMessage(EventId = 9603, Level = LogLevel.Warning, Message = "{Device} is offline: {Reason}")]
    private static partial void LogGone(ILogger logger, string device, string? reason);
}

/// <summary>What the wiring documents say.</summary>
/// <param name="Devices">The devices that can be used.</param>
/// <param name="Faults">What is wrong with the documents, a sentence each.</param>
internal sealed record Wired(ImmutableArray<WiredDevice> Devices, ImmutableArray<string> Faults);
