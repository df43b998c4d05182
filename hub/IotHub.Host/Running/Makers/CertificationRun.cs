using IotHub.Api.Makers.Certification;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Certification.Reports;

namespace IotHub.Host.Running.Makers;

/// <summary>One certification, as far as it has come.</summary>
internal sealed class CertificationRun : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _lock = new();

    // Bounded by what a certification keeps: some hundreds of each clause.
    private readonly List<CertificationResultBody> _found = [];
    private string _state = "running";
    private string? _doing;
    private string? _reason;
    private TimeSpan? _took;

    public CertificationRun(string did, DeviceContract contract, TimeProvider time, TimeSpan timeMax)
    {
        (Did, Contract, _time, _began, Begin) = (did, contract, time, time.GetTimestamp(), time.GetUtcNow());
        _stop = new CancellationTokenSource(timeMax, time);
        Stopping = _stop.Token;
    }

    public string Did { get; }

    public DeviceContract Contract { get; }

    public DateTimeOffset Begin { get; }

    /// <summary>Cancelled when the run is to end.</summary>
    public CancellationToken Stopping { get; }

    public required string Host { get; init; }

    public required bool IsSimulated { get; init; }

    /// <summary>Where it listens; null before it does and after it did.</summary>
    public int? Port { get; set; }

    /// <summary>Who is asked; null for nobody.</summary>
    public AskingControl? Person { get; set; }

    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _state != "running";
            }
        }
    }

    public void Does(string what)
    {
        lock (_lock)
        {
            _doing = what;
        }
    }

    public void Found(CheckResult result)
    {
        lock (_lock)
        {
            _found.Add(new CertificationResultBody(
                result.Clause.Number, result.Clause.Title, result.Subject, ReportJson.NameOf(result.Verdict), Some(result.Expected), Some(result.Seen), Some(result.Reason)));
        }
    }

    public void End(string state, string? reason)
    {
        lock (_lock)
        {
            (_state, _reason, _took, _doing, Port) = (state, reason, _time.GetElapsedTime(_began), null, null);
        }
    }

    public void Cancel()
    {
        lock (_lock)
        {
            if (_state == "running")
            {
                _stop.Cancel();
            }
        }
    }

    public CertificationBody Look(int since, int limitSeconds)
    {
        lock (_lock)
        {
            var took = _took ?? _time.GetElapsedTime(_began);
            return new CertificationBody(
                _state, Host, Port, IsSimulated, Did, Contract.Type.Text, Begin, Math.Round(took.TotalSeconds, 1), limitSeconds, _doing, Person?.Asked, _reason, _found.Count, [.. _found.Skip(since)]);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stop.Dispose();
        }
    }

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
