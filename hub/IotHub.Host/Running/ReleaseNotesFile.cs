using IotHub.Api.Feedback;
using IotHub.Api.Homes;
using IotHub.Insights.Feedback;

namespace IotHub.Host.Running;

/// <summary>The release notes that came with the hub, <c>releases.json</c> beside the program. Where they cannot be used the hub runs without, and says so.</summary>
internal sealed partial class ReleaseNotesFile : IFeedbackSource, IHealthSource
{
    /// <summary>Its name.</summary>
    public const string Name = "releases.json";

    /// <summary>Reads it.</summary>
    public ReleaseNotesFile(ILogger<ReleaseNotesFile> logger)
    {
        Running = ReleaseVersion.TryParse(HubVersion.Numbers, out var version) ? version : default;
        (Releases, var faults) = Read(Path.Combine(AppContext.BaseDirectory, Name));
        foreach (var fault in faults)
        {
            LogFault(logger, fault);
        }

        var now = TimeProvider.System.GetUtcNow();
        Problems = [.. faults.Select(fault => new HealthProblem("releases.refused", fault, now))];
    }

    /// <inheritdoc/>
    public ReleaseHistory Releases { get; }

    /// <inheritdoc/>
    public ReleaseVersion Running { get; }

    /// <inheritdoc/>
    public IReadOnlyList<HealthProblem> Problems { get; }

    /// <inheritdoc/>
    public Guid NewId(DateTimeOffset moment) => UuidSource.Next(moment);

    private static (ReleaseHistory Releases, IReadOnlyList<string> Faults) Read(string path)
    {
        try
        {
            var parsed = ReleaseParser.Parse(File.ReadAllBytes(path));
            return parsed.History is { } history
                ? (history, [])
                : (ReleaseHistory.Empty, [$"The release notes are left out, they have {parsed.Diagnostics.Length + parsed.Unlisted} faults; the first: {parsed.Diagnostics[0].Format(Name)}"]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (ReleaseHistory.Empty, [$"The release notes are left out, {Name} cannot be read: {fault.Message}"]);
        }
    }

    [LoggerMessage(EventId = 9095, Level = LogLevel.Warning, Message = "{Fault}")]
    private static partial void LogFault(ILogger logger, string fault);
}
