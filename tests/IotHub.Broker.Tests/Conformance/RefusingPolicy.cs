using IotHub.Broker.Access;
using IotHub.Mqtt.Packets;

namespace IotHub.Broker.Tests.Conformance;

/// <summary>Refuses the client "no", topics and filters that begin with "no", and remembers who asked to connect.</summary>
internal sealed class RefusingPolicy : IAccessPolicy
{
    public List<string> Asked { get; } = [];

    public ReasonCode Connect(AccessSubject subject, ReadOnlyMemory<byte>? password)
    {
        Asked.Add($"{subject.ClientId} {subject.UserName} {(password is { } bytes ? Convert.ToHexStringLower(bytes.Span) : "-")}");
        return subject.ClientId == "no" ? ReasonCode.NotAuthorized : ReasonCode.Success;
    }

    public ReasonCode Publish(AccessSubject subject, ReadOnlySpan<byte> topic) =>
        topic.StartsWith("no"u8) ? ReasonCode.NotAuthorized : ReasonCode.Success;

    public ReasonCode Subscribe(AccessSubject subject, string filter) =>
        filter.StartsWith("no", StringComparison.Ordinal) ? ReasonCode.NotAuthorized : ReasonCode.Success;
}
