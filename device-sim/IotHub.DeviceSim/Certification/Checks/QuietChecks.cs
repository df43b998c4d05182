using IotHub.Contracts.Topics;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Leaves the device alone for a while and counts what it says by itself.</summary>
internal sealed class QuietChecks : ICheckGroup
{
    public string Title => "what it says unasked";

    public IReadOnlyList<Clause> About => [Clauses.Rate];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var from = context.Session.Count;
        await context.Session.RestAsync(CertificationLimits.RateWindow, cancellationToken);
        var said = context.Session.Ask(messages => messages.Skip(from)
            .Count(message => !message.IsStored && message.Parsed?.Did == context.Options.Did && message.Kind is not (DeviceTopicKind.Requests or DeviceTopicKind.Responses)));
        context.Results.Judge(said <= CertificationLimits.RateMessagesMax, Clauses.Rate, "10 s without a request",
            $"at most {CertificationLimits.RateMessagesMax} messages", $"{said} messages");
    }
}
