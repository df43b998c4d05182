namespace IotHub.Api.Makers.Certification;

/// <summary>Certifies devices, one at a time, on a listener of its own. A host registers one where makers may use it.</summary>
public interface ICertificationDesk
{
    /// <summary>How the run stands, with what was found from a place on.</summary>
    /// <param name="since">How many findings are known already; at least 0.</param>
    CertificationBody Look(int since);

    /// <summary>Begins a run.</summary>
    /// <returns>Why it cannot be, as a code and a sentence; null when it has begun.</returns>
    (string Code, string Reason)? Start(CertificationOrder order);

    /// <summary>Answers what the person at the device was asked.</summary>
    /// <param name="question">Number of the question.</param>
    /// <param name="isDone">False to leave it out.</param>
    /// <returns>False when that is not asked now.</returns>
    bool TryAnswer(int question, bool isDone);

    /// <summary>Ends the run, if one goes on; what it found so far stays to be seen.</summary>
    void Cancel();

    /// <summary>The report of the last run that came to its end, as <c>device-sim certify --json</c> writes it; null before one did.</summary>
    string? Report { get; }
}
