using IotHub.Automation.Sentences;

namespace IotHub.Insights.Catalogue;

/// <summary>A text for people in the languages of the hub.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">Chinese, simplified.</param>
public sealed record LocalText(string English, string Chinese)
{
    /// <summary>The text in one language.</summary>
    public string In(SentenceLanguage language) => language == SentenceLanguage.Chinese ? Chinese : English;
}
