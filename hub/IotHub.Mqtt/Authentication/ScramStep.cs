using System.Text;

namespace IotHub.Mqtt.Authentication;

/// <summary>What one message of a SCRAM exchange led to.</summary>
/// <param name="Status">Whether it goes on, is complete, or is refused.</param>
/// <param name="Message">What to send to the other side, as Authentication Data; empty when there is nothing to send.</param>
/// <param name="Reason">Why it was refused, for the log; null unless refused. It holds no secret and nothing the other side wrote.</param>
public readonly record struct ScramStep(ScramStatus Status, ReadOnlyMemory<byte> Message, string? Reason)
{
    internal static ScramStep Continue(string message) => new(ScramStatus.Continue, Encoding.UTF8.GetBytes(message), null);

    internal static ScramStep Complete(string? message) =>
        new(ScramStatus.Complete, message is null ? default : Encoding.UTF8.GetBytes(message), null);

    internal static ScramStep Refuse(string reason, string? error = null) =>
        new(ScramStatus.Refused, error is null ? default : Encoding.UTF8.GetBytes($"e={error}"), reason);
}
