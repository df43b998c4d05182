namespace IotHub.Automation.Sentences;

/// <summary>The languages in which automations are put into words.</summary>
public enum SentenceLanguage
{
    /// <summary>English.</summary>
    English,

    /// <summary>Chinese, simplified.</summary>
    Chinese,
}
