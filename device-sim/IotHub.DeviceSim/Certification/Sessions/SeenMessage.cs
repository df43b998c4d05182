using System.Text;
using IotHub.Contracts.Topics;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>A message as the broker handed it on.</summary>
/// <param name="Order">Its place in the run, from 0.</param>
/// <param name="At">When it came, since the run began.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Parsed">The topic taken apart; null where it is not one of the contract's.</param>
/// <param name="Payload">Its content.</param>
/// <param name="IsAtLeastOnce">False for QoS 0.</param>
/// <param name="IsRetained">Whether the retain flag was set: by the device, or because the broker kept it.</param>
/// <param name="IsStored">True when the broker had kept it from before.</param>
/// <param name="ShowsRetain">True when the retain flag is the one that the device published it with.</param>
internal sealed record SeenMessage(
    int Order,
    TimeSpan At,
    string Topic,
    DeviceTopic? Parsed,
    ReadOnlyMemory<byte> Payload,
    bool IsAtLeastOnce,
    bool IsRetained,
    bool IsStored,
    bool ShowsRetain)
{
    /// <summary>What it carries; null where the topic is not one of the contract's.</summary>
    public DeviceTopicKind? Kind => Parsed?.Kind;

    /// <summary>How a report shows it.</summary>
    public string Show() => $"{Topic}{(IsAtLeastOnce ? "" : " (QoS 0)")}{(IsRetained ? " (retained)" : "")} {Show(Payload.Span)}";

    /// <summary>A payload, shortened, with what cannot be printed as dots.</summary>
    public static string Show(ReadOnlySpan<byte> payload)
    {
        var cut = payload.Length > CertificationLimits.ShownBytes;
        var text = Encoding.UTF8.GetString(cut ? payload[..CertificationLimits.ShownBytes] : payload);
        var shown = string.Concat(text.Select(letter => char.IsControl(letter) ? '·' : letter));
        return payload.IsEmpty ? "(empty)" : cut ? $"{shown}… ({payload.Length} bytes)" : shown;
    }
}
