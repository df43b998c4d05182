using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Sees every event of the contract once, where somebody can bring it about.</summary>
internal sealed class EventChecks : ICheckGroup
{
    public string Title => "events";

    public IReadOnlyList<Clause> About => [Clauses.EventHappens];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var all = context.Contract.Services.SelectMany(service => service.Events).ToList();
        if (all.Count == 0)
        {
            foreach (var clause in (Clause[])[Clauses.EventAddress, Clauses.EventArguments, Clauses.EventTime, Clauses.EventHappens])
            {
                context.Results.NotApplicable(clause, "the contract has no events");
            }

            return;
        }

        foreach (var deviceEvent in all)
        {
            await CheckAsync(context, deviceEvent, cancellationToken);
        }
    }

    private static async Task CheckAsync(CheckContext context, ContractEvent deviceEvent, CancellationToken cancellationToken)
    {
        var from = context.Session.Count;
        if (!await context.Options.Control.TriggerAsync(deviceEvent, cancellationToken))
        {
            if (CountOf(context, deviceEvent, 0) > 0)
            {
                context.Results.Pass(Clauses.EventHappens, deviceEvent.Key, "seen in the run", "it happened by itself");
            }
            else
            {
                context.Results.NotChecked(Clauses.EventHappens, deviceEvent.Key, "nobody brought it about; say --interactive and do it by hand");
            }

            return;
        }

        await context.Session.UntilAsync(_ => CountOf(context, deviceEvent, from) > 0, CertificationLimits.EventTime, cancellationToken);
        await Ping.AskAsync(context, cancellationToken);
        var count = CountOf(context, deviceEvent, from);
        context.Results.Judge(count == 1, Clauses.EventHappens, deviceEvent.Key, $"once on {DeviceTopics.Event(context.Options.Did, deviceEvent.Key)} within 5 s", $"{count} times");
    }

    private static int CountOf(CheckContext context, ContractEvent deviceEvent, int fromOrder) => context.Session.Ask(messages => messages.Skip(fromOrder)
        .Count(message => ArrivalChecks.IsOf(context, message, DeviceTopicKind.Event) && message.Parsed?.EventKey == deviceEvent.Key));
}
