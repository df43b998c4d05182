namespace IotHub.Api.Homes;

/// <summary>Knows when the API started.</summary>
internal sealed class ApiStart(TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();

    public TimeSpan Uptime => time.GetElapsedTime(_startedAt);
}
