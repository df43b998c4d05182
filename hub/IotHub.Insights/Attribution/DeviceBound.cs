using IotHub.Insights.Recommendations;

namespace IotHub.Insights.Attribution;

/// <summary>A device joined the home.</summary>
/// <param name="At">When.</param>
/// <param name="Home">Pseudonym of the home.</param>
/// <param name="Arm">The home's arm.</param>
/// <param name="BindId">Id of this event.</param>
/// <param name="RecId">What it goes back to; null where nothing says.</param>
public sealed record DeviceBound(DateTimeOffset At, string Home, RecommendationArm Arm, string BindId, Guid? RecId) : AttributionEvent(At, Home, Arm)
{
    /// <inheritdoc/>
    public override string Key => "bound/" + BindId;
}
