using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Asks for every readable property: one alone, and many together.</summary>
internal sealed class ReadChecks : ICheckGroup
{
    private const int Together = 8;
    private const int NoValue = -4004;

    public string Title => "reading properties";

    public IReadOnlyList<Clause> About => [Clauses.Get];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var readable = context.Readable.ToList();
        if (readable.Count == 0)
        {
            context.Results.NotApplicable(Clauses.Get, "the contract has no readable property");
            return;
        }

        foreach (var property in readable.Take(3))
        {
            await JudgeAsync(context, [property], cancellationToken);
        }

        foreach (var group in readable.Chunk(Together))
        {
            await JudgeAsync(context, group, cancellationToken);
        }
    }

    /// <summary>Whether an answer to get holds what was asked for and nothing else.</summary>
    public static string? FaultOf(Exchange exchange, IReadOnlyCollection<ContractProperty> asked)
    {
        if (exchange.Response is not { } response)
        {
            return "an answer that can be read";
        }

        var given = response.Values.Select(reading => reading.Property).ToHashSet();
        var refused = response.Codes.Select(failed => failed.Property).ToHashSet();
        var missing = asked.Where(property => !given.Contains(property) && !refused.Contains(property)).Select(property => property.Key).ToList();
        var extra = given.Concat(refused).Except(asked).Select(property => property.Key).ToList();
        return missing.Count > 0 ? $"{string.Join(", ", missing)} in \"values\""
            : extra.Count > 0 ? $"nothing that was not asked for, as {string.Join(", ", extra)}"
            : refused.Count == 0 && response.Code != 0 ? "code 0"
            : response.Codes.Any(failed => failed.Code != NoValue) ? "values, or -4004 for what it has no value for at present"
            : null;
    }

    private static async Task JudgeAsync(CheckContext context, ContractProperty[] asked, CancellationToken cancellationToken)
    {
        var exchange = await context.GetAsync(asked.Select(property => property.Key), cancellationToken);
        if (!exchange.IsAnswered)
        {
            return;
        }

        var fault = FaultOf(exchange, asked);
        context.Results.Judge(fault is null, Clauses.Get, asked.Length == 1 ? asked[0].Key : $"{asked.Length} properties together",
            fault ?? "every property that was asked for, and no other", exchange.Show());
        foreach (var property in asked)
        {
            if (CheckContext.ValueOf(exchange, property) is { HasValue: true } value)
            {
                context.Initial.TryAdd(property, value);
            }
            else if (CheckContext.CodeOf(exchange, property) == NoValue)
            {
                context.WithoutValue.Add(property);
            }
        }
    }
}
