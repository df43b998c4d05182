using System.Text.Json.Serialization;
using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>Something that a ledger is made of. Events may come late, twice and in any order.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RecommendationShown), "shown")]
[JsonDerivedType(typeof(RecommendationClicked), "clicked")]
[JsonDerivedType(typeof(RecommendationDismissed), "dismissed")]
[JsonDerivedType(typeof(DeviceBound), "bound")]
[JsonDerivedType(typeof(OrderPlaced), "order")]
[JsonDerivedType(typeof(OrderReturned), "return")]
public abstract record AttributionEvent(DateTimeOffset At, string Home, RecommendationArm Arm)
{
    /// <summary>What it is of: of several with one key the earliest holds.</summary>
    [JsonIgnore]
    public abstract string Key { get; }
}
