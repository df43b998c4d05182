using IotHub.Automation.Sentences;

namespace IotHub.Insights.Recommendations;

/// <summary>One thing that speaks for or against.</summary>
/// <param name="Verdict">What it says by itself.</param>
/// <param name="Code">Stable: <c>transport.shared</c>, <c>transport.none</c>, <c>transport.unstated</c>, <c>hub.transports.unknown</c>, <c>contract.known</c>, <c>contract.missing</c>, <c>contract.unpublished</c>, <c>needs.met</c>, <c>needs.missing</c>, <c>no.device</c>.</param>
/// <param name="English">The sentence.</param>
/// <param name="Chinese">The sentence.</param>
public sealed record CompatibilityReason(CompatibilityVerdict Verdict, string Code, string English, string Chinese)
{
    /// <summary>The sentence in one language.</summary>
    public string In(SentenceLanguage language) => language == SentenceLanguage.Chinese ? Chinese : English;
}
