using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IotHub.Insights.Consent;

/// <summary>That a class was granted or withdrawn: the receipt of it.</summary>
/// <param name="Class">Which.</param>
/// <param name="IsGranted">Granted or withdrawn.</param>
/// <param name="PolicyVersion">Version of the words that the person saw.</param>
/// <param name="TextHash">SHA-256 of those words, 64 lower-case hexadecimal digits.</param>
/// <param name="At">When.</param>
/// <param name="By">Who, for the owner's eyes; never part of an event.</param>
public sealed record ConsentGrant(ConsentClass Class, bool IsGranted, int PolicyVersion, string TextHash, DateTimeOffset At, string By)
{
    /// <summary>Names this receipt: the first 32 hexadecimal digits of SHA-256 over all but who it was, so that events can tell under which they were recorded.</summary>
    public string Receipt { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Class}|{IsGranted}|{PolicyVersion}|{TextHash}|{At.UtcTicks}"))))[..32];
}
