using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IotHub.Insights.Recommendations;

/// <summary>Deals homes to arms by a hash of their id: always the same, known beforehand, and not chosen by anybody.</summary>
public static class HoldoutArm
{
    /// <summary>The arm of a home.</summary>
    /// <param name="homeId">An id that does not change; only its hash is looked at.</param>
    /// <param name="holdoutPer10000">So many of 10,000 homes get no recommendations, 0 to 10,000.</param>
    public static RecommendationArm Of(string homeId, int holdoutPer10000)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes("recommendation-holdout/1\n" + homeId), hash);

        // 2^64 is so much larger than 10,000 that the remainder is even.
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % 10_000 < (ulong)holdoutPer10000 ? RecommendationArm.Holdout : RecommendationArm.Treatment;
    }
}
