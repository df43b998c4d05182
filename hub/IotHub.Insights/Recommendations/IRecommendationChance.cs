namespace IotHub.Insights.Recommendations;

/// <summary>Where recommendations take ids and chance from.</summary>
public interface IRecommendationChance
{
    /// <summary>A UUID of version 7.</summary>
    /// <param name="at">Its moment.</param>
    Guid NextId(DateTimeOffset at);

    /// <summary>A number from 0 to below 1.</summary>
    double Next();
}
