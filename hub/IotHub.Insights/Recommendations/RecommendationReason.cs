using IotHub.Automation.Sentences;
using IotHub.Insights.Catalogue;

namespace IotHub.Insights.Recommendations;

/// <summary>Why something is shown: true, and checkable by whoever looks at the home and the catalogue.</summary>
/// <param name="Kind">What kind of reason.</param>
/// <param name="Subject">Id of the scene, or of the owned category; empty for popular.</param>
/// <param name="SubjectName">What a person calls it.</param>
/// <param name="Category">Name of the category that is shown.</param>
public sealed record RecommendationReason(RecommendationReasonKind Kind, string Subject, LocalText SubjectName, LocalText Category)
{
    /// <summary>The sentence.</summary>
    public string In(SentenceLanguage language) => (Kind, language) switch
    {
        (RecommendationReasonKind.CompletesScene, SentenceLanguage.Chinese) => $"补全“{SubjectName.Chinese}”：它还缺{Category.Chinese}。",
        (RecommendationReasonKind.CompletesScene, _) => $"Completes “{SubjectName.English}”, which lacks {Words.A(Category.English)}.",
        (RecommendationReasonKind.GoesWith, SentenceLanguage.Chinese) => $"与家中的{SubjectName.Chinese}搭配。",
        (RecommendationReasonKind.GoesWith, _) => $"Goes with your {SubjectName.English}.",
        (_, SentenceLanguage.Chinese) => "按目录数据较受欢迎。",
        _ => "Popular, by the catalogue's figures.",
    };
}
