namespace IotHub.Insights.Consent;

/// <summary>What usage events are for. Each but the first is switched on by itself, and off again as easily.</summary>
public enum ConsentClass
{
    /// <summary>That the hub runs, consents, erasure. Needs no consent, and leaves the hub only along with a class that was granted.</summary>
    Essential,

    /// <summary>Which products are in the home, and whether they work.</summary>
    Product,

    /// <summary>How devices, scenes and automations are used, as daily counts.</summary>
    Usage,

    /// <summary>Which recommendations were shown and what came of them.</summary>
    Recommendation,

    /// <summary>That ideas, votes and reports were sent, never their words; the ring, and the version after an update.</summary>
    Feedback,
}
