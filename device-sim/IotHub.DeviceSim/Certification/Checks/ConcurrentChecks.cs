using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Sends several requests without waiting for answers.</summary>
internal sealed class ConcurrentChecks : ICheckGroup
{
    public string Title => "several requests at once";

    public IReadOnlyList<Clause> About => [Clauses.Concurrent];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var readable = context.Readable.Where(property => !context.WithoutValue.Contains(property)).ToList();
        var asked = Enumerable.Range(0, CertificationLimits.ConcurrentRequests)
            .Select(number => (Id: context.Session.NextId(), Property: readable.Count == 0 ? null : readable[number % readable.Count]))
            .ToList();
        var sent = await Task.WhenAll(asked.Select(item => context.Session.SendAsync(
            item.Id, RequestText.Request(item.Id, item.Property is null ? "" : RequestText.Get([item.Property.Key])), cancellationToken)));
        await context.AwaitAnswersAsync([.. sent], Clauses.Concurrent, "eight at once", cancellationToken);
        var faults = asked.Zip(sent).Where(pair => pair.Second.IsAnswered).Select(pair => (pair.Second, Fault: FaultOf(pair.First.Property, pair.Second))).Where(pair => pair.Fault is not null).ToList();
        if (faults.Count > 0)
        {
            context.Results.Fail(Clauses.Concurrent, "eight at once", $"each answer belongs to its request: {faults[0].Fault}", faults[0].Second.Show());
        }
        else if (sent.All(exchange => exchange.IsAnswered))
        {
            context.Results.Pass(Clauses.Concurrent, "eight at once", "an answer to each, with its own content", $"{sent.Length} answers");
        }
    }

    private static string? FaultOf(ContractProperty? property, Exchange exchange) =>
        property is null ? (exchange.Code == -4004 ? null : "code -4004") : ReadChecks.FaultOf(exchange, [property]);
}
