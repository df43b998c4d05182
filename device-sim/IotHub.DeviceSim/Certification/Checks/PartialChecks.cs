using IotHub.Contracts.Model;
using IotHub.DeviceSim.Certification.Sessions;
using IotHub.DeviceSim.Certification.Values;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Requests of which one part is good and another is not.</summary>
internal sealed class PartialChecks : ICheckGroup
{
    public string Title => "requests that are good in part";

    public IReadOnlyList<Clause> About => [Clauses.Partial];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var good = context.Writable.Where(property => property.IsObservable).Concat(context.Writable).FirstOrDefault(property => !LegalValues.Of(property).IsEmpty);
        if (good is not null)
        {
            await SetInPartAsync(context, good, cancellationToken);
        }

        if (context.Readable.FirstOrDefault(property => !context.WithoutValue.Contains(property)) is { } readable)
        {
            await GetInPartAsync(context, readable, cancellationToken);
        }
        else if (good is null)
        {
            context.Results.NotApplicable(Clauses.Partial, "the contract has nothing to set or get");
        }
    }

    private static async Task SetInPartAsync(CheckContext context, ContractProperty good, CancellationToken cancellationToken)
    {
        var other = context.Writable.FirstOrDefault(property => property != good);
        var fixedOne = context.Contract.Properties.FirstOrDefault(property => !property.IsWritable);
        var unknown = $"{context.Contract.Services[0].Key}.no-such-property";
        List<(string Subject, string Key, string Raw, int Code, ContractProperty? Named)> cases = [("one property is not there", unknown, "1", -4003, null)];
        if (other is not null)
        {
            cases.Add(("one value is not permitted", other.Key, IllegalValues.Of(other)[0].Raw, -4005, other));
        }

        if (fixedOne is not null)
        {
            var legal = LegalValues.Of(fixedOne);
            cases.Add(("one property is not writable", fixedOne.Key, legal.IsEmpty ? "1" : RequestText.Raw(legal[0]), -4002, fixedOne));
        }

        foreach (var (subject, key, raw, code, named) in cases)
        {
            var canRead = good.Access.HasFlag(PropertyAccess.Read);
            var before = canRead ? await context.ReadAsync(good, cancellationToken) : default;
            var value = LegalValues.Other(good, before);
            var from = context.Session.Count;

            // The bad one first: a firmware that stops at the first fault does not come to the good one.
            var exchange = await context.AskAsync(RequestText.Set([(key, raw), (good.Key, RequestText.Raw(value))]), cancellationToken);
            if (exchange.Response is not { } response)
            {
                continue;
            }

            var named1 = named is null ? response.Codes.IsEmpty : CheckContext.CodeOf(exchange, named) == code && response.Codes.Length == 1;
            var now = canRead ? await context.ReadAsync(good, cancellationToken) : CheckContext.ValueOf(exchange, good);
            var isSaid = ValueText.IsSame(CheckContext.ValueOf(exchange, good), value) || context.Session.Ask(_ => context.Facts.ReportedAt(good, value, from) is not null);
            var isGood = response.Code == code && named1 && ValueText.IsSame(now, value) && isSaid;
            context.Results.Judge(isGood, Clauses.Partial, $"set: {subject}",
                $"code {code}{(named is null ? ", \"codes\" without what is not there" : $", {code} for {named.Key} alone in \"codes\"")}, and {good.Key} is {RequestText.Raw(value)}",
                $"{exchange.Show()}; {good.Key} is {(now.HasValue ? RequestText.Raw(now) : "not known")}");
        }
    }

    private static async Task GetInPartAsync(CheckContext context, ContractProperty readable, CancellationToken cancellationToken)
    {
        var exchange = await context.GetAsync([$"{context.Contract.Services[0].Key}.no-such-property", readable.Key], cancellationToken);
        if (exchange.Response is { } response)
        {
            context.Results.Judge(response.Code == -4003 && CheckContext.ValueOf(exchange, readable).HasValue, Clauses.Partial, "get: one property is not there",
                $"code -4003, and {readable.Key} in \"values\"", exchange.Show());
        }
    }
}
