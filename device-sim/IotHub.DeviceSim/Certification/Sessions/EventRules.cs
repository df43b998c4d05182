using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification.Reports;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>Looks at one event. Stricter than a hub in one thing: a hub takes an event that leaves arguments out, since devices in the field do.</summary>
internal sealed class EventRules(DeviceContract contract, CertificationSession session, CheckResults results)
{
    public void Hear(SeenMessage message, string key)
    {
        if (!contract.TryGetEvent(key, out var deviceEvent))
        {
            results.Fault(Clauses.EventAddress, $"event {key}", $"one of {(contract.Events.Count == 0 ? "no events" : string.Join(", ", contract.Events.Take(12).Select(known => known.Key)))}", message.Show());
            return;
        }

        if (!MessageReader.TryReadEvent(message.Payload.Span, contract, key, out var happened, out var fault))
        {
            results.Fault(fault.Path == "/at" ? Clauses.EventTime : Clauses.EventArguments, $"event {key}", fault.Message, message.Show());
            return;
        }

        var missing = deviceEvent.Arguments.Where(argument => !happened.Arguments.Any(given => given.Property == argument)).Select(argument => argument.Key).ToList();
        if (missing.Count > 0)
        {
            results.Fault(Clauses.EventArguments, $"event {key}", $"the argument {string.Join(", ", missing)}", message.Show());
        }

        if (happened.At is { } at && (at - session.UtcNow).Duration() > CertificationLimits.ClockDifference)
        {
            results.Fault(Clauses.EventTime, $"event {key}", $"about {session.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}, or no \"at\" while the clock is not set", message.Show());
        }
    }
}
