using System.Security.Cryptography;
using IotHub.Insights.Recommendations;

namespace IotHub.Host.Running;

/// <summary>Ids and chance from the system.</summary>
internal sealed class SystemChance : IRecommendationChance
{
    private const int Steps = 1 << 30;

    /// <inheritdoc/>
    public Guid NextId(DateTimeOffset at) => UuidSource.Next(at);

    /// <inheritdoc/>
    public double Next() => RandomNumberGenerator.GetInt32(Steps) / (double)Steps;

    /// <summary>Chance for whoever wants it cheaply, with a seed from the system.</summary>
    public static Random Seeded() => new(RandomNumberGenerator.GetInt32(int.MaxValue));
}
