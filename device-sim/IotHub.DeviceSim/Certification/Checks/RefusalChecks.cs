using IotHub.DeviceSim.Certification.Sessions;
using IotHub.DeviceSim.Certification.Values;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Asks for what the contract does not allow, and looks for the right code.</summary>
internal sealed class RefusalChecks : ICheckGroup
{
    private const int NotReadable = -4001;
    private const int NotWritable = -4002;
    private const int NotFound = -4003;
    private const int Internal = -4004;

    public string Title => "refusing with the right code";

    public IReadOnlyList<Clause> About =>
        [Clauses.NotWritable, Clauses.NotReadable, Clauses.NotFound, Clauses.NoForm];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        await SetNotWritableAsync(context, cancellationToken);
        await GetNotReadableAsync(context, cancellationToken);
        await AskUnknownAsync(context, cancellationToken);
        await AskWithoutFormAsync(context, cancellationToken);
    }

    private static async Task SetNotWritableAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var clause = Clauses.NotWritable;
        var fixedOnes = context.Contract.Properties.Where(property => !property.IsWritable).ToList();
        if (fixedOnes.Count == 0)
        {
            context.Results.NotApplicable(clause, "every property of the contract can be written");
        }

        foreach (var property in fixedOnes.Take(CertificationLimits.RefusalsTried))
        {
            var legal = LegalValues.Of(property);
            var exchange = await context.SetAsync(property, legal.IsEmpty ? "1" : RequestText.Raw(legal[0]), cancellationToken);
            if (exchange.IsAnswered)
            {
                context.Results.Judge(exchange.Code == NotWritable && CheckContext.CodeOf(exchange, property) == NotWritable, clause, property.Key,
                    "code -4002, and -4002 for it in \"codes\"", exchange.Show());
            }
        }
    }

    private static async Task GetNotReadableAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var clause = Clauses.NotReadable;
        var hidden = context.Contract.Properties.Where(property => !property.IsObservable).ToList();
        if (hidden.Count == 0)
        {
            context.Results.NotApplicable(clause, "every property of the contract can be read or notified");
        }

        foreach (var property in hidden.Take(CertificationLimits.RefusalsTried))
        {
            var exchange = await context.GetAsync([property.Key], cancellationToken);
            if (exchange.IsAnswered)
            {
                context.Results.Judge(exchange.Code == NotReadable && CheckContext.CodeOf(exchange, property) == NotReadable, clause, property.Key,
                    "code -4001, and -4001 for it in \"codes\"", exchange.Show());
            }
        }
    }

    private static async Task AskUnknownAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var service = context.Contract.Services[0].Key;
        (string Subject, string Members)[] cases =
        [
            ("set a property that is not there", RequestText.Set([($"{service}.no-such-property", "1")])),
            ("set a property of a service that is not there", RequestText.Set([("no-such-service.on", "true")])),
            ("get a property that is not there", RequestText.Get([$"{service}.no-such-property"])),
            ("call an action that is not there", RequestText.Call($"{service}.no-such-action", null)),
        ];
        foreach (var (subject, members) in cases)
        {
            var exchange = await context.AskAsync(members, cancellationToken);
            if (exchange.Response is { } response)
            {
                context.Results.Judge(response.Code == NotFound && response.Codes.IsEmpty && response.Values.IsEmpty, Clauses.NotFound, subject, "code -4003", exchange.Show());
            }
        }
    }

    private static async Task AskWithoutFormAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var address = context.Contract.Properties.FirstOrDefault()?.Key ?? "a.b";
        (string Subject, string Members)[] cases =
        [
            ("only an id", ""),
            ("set and get together", $"{RequestText.Set([(address, "1")])},{RequestText.Get([address])}"),
            ("set of nothing", "\"set\":{}"),
            ("get of nothing", "\"get\":[]"),
            ("set that is no object", "\"set\":[1]"),
            ("get that is no array", "\"get\":\"all\""),
            ("call that is no text", "\"call\":7"),
        ];
        foreach (var (subject, members) in cases)
        {
            var exchange = await context.AskAsync(members, cancellationToken);
            if (exchange.IsAnswered)
            {
                context.Results.Judge(exchange.Code == Internal, Clauses.NoForm, subject, "code -4004", exchange.Show());
            }
        }
    }
}
