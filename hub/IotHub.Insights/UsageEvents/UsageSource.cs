using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IotHub.Insights.Consent;

namespace IotHub.Insights.UsageEvents;

/// <summary>Under which names a home's events go out: pseudonyms made with a secret that never leaves the hub, some of which change every ninety days.</summary>
public static class UsageSource
{
    /// <summary>Bytes of the secret.</summary>
    public const int SecretBytes = 32;

    /// <summary>How long a rotating pseudonym lasts: a season of use can be told, a life in the home cannot.</summary>
    public static readonly TimeSpan Epoch = TimeSpan.FromDays(90);

    /// <summary>The CloudEvents source of an event.</summary>
    /// <param name="secret">The home's secret.</param>
    /// <param name="of">Class of the event. What partners are paid by keeps one name, all else changes it with each epoch.</param>
    /// <param name="at">When it is recorded.</param>
    /// <returns><c>urn:mihub:</c> and 32 hexadecimal digits.</returns>
    public static string Of(ReadOnlySpan<byte> secret, ConsentClass of, DateTimeOffset at)
    {
        return Of(secret, of == ConsentClass.Recommendation ? "contract" : string.Create(CultureInfo.InvariantCulture, $"epoch {(at - DateTimeOffset.UnixEpoch).Ticks / Epoch.Ticks}"));
    }

    /// <summary>The source of events that never leave: of its own, so that those that do are numbered without gaps.</summary>
    /// <param name="secret">The home's secret.</param>
    public static string OfThoseThatStay(ReadOnlySpan<byte> secret) => Of(secret, "here");

    private static string Of(ReadOnlySpan<byte> secret, string name)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(name), hash);
        return "urn:mihub:" + Convert.ToHexStringLower(hash[..16]);
    }
}
