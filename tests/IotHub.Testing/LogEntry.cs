using Microsoft.Extensions.Logging;

namespace IotHub.Testing;

/// <summary>One log message as it was written.</summary>
public sealed record LogEntry
{
    /// <summary>The category: for <c>ILogger&lt;T&gt;</c> the full name of the type.</summary>
    public required string Category { get; init; }

    /// <summary>The level.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>The event id; 0 when none was given.</summary>
    public required EventId EventId { get; init; }

    /// <summary>The message with its values filled in.</summary>
    public required string Message { get; init; }

    /// <summary>The exception that was logged with it, if any.</summary>
    public Exception? Exception { get; init; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{Level} {EventId.Id} {Category}: {Message}{(Exception is null ? "" : Environment.NewLine + Exception)}";
}
