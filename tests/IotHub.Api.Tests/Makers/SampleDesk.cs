using IotHub.Api.Makers.Certification;

namespace IotHub.Api.Tests.Makers;

/// <summary>A desk on which one run goes on as the test says.</summary>
internal sealed class SampleDesk : ICertificationDesk
{
    public List<CertificationOrder> Orders { get; } = [];

    public (string Code, string Reason)? Fault { get; set; }

    public int Cancelled { get; private set; }

    public string? Report { get; set; }

    public CertificationBody Look(int since) => new(
        "running", "127.0.0.1", 4242, true, "lamp-1", "urn:x", DateTimeOffset.UnixEpoch, 1.5, 1800, "events", new CertificationAskBody(7, "trigger", "button.click"), null, 2,
        [.. new CertificationResultBody[] { new("G-3", "JSON", "a", "pass", null, null, null), new("R-5", "Refuses", "b", "fail", "x", "y", null) }.Skip(since)]);

    public (string Code, string Reason)? Start(CertificationOrder order)
    {
        Orders.Add(order);
        return Fault;
    }

    public bool TryAnswer(int question, bool isDone) => question == 7;

    public void Cancel() => Cancelled++;
}
