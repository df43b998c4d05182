using Serilog.Core;
using Serilog.Events;

namespace IotHub.Host.Composition;

/// <summary>What the log takes down, changeable while the hub runs.</summary>
internal sealed class LogLevelSwitch
{
    /// <param name="level">The level to begin with.</param>
    public LogLevelSwitch(LogLevel level) => Set(level);

    /// <summary>The level of the hub's own entries.</summary>
    public LoggingLevelSwitch Hub { get; } = new();

    /// <summary>The level of the framework's entries: warnings and worse, or the hub's own level where that takes down less.</summary>
    public LoggingLevelSwitch Framework { get; } = new();

    /// <summary>Changes it, from now on and for all loggers. Any thread may.</summary>
    public void Set(LogLevel level)
    {
        var own = level switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Debug => LogEventLevel.Debug,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            _ => LogEventLevel.Information,
        };
        Hub.MinimumLevel = own;
        Framework.MinimumLevel = own < LogEventLevel.Warning ? LogEventLevel.Warning : own;
    }
}
