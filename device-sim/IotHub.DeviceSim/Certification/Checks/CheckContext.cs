using System.Collections.Immutable;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Certification.Reports;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>What every check has at hand: the device's contract, a way to ask it, and the list of results.</summary>
internal sealed class CheckContext(CertificationOptions options, CertificationSession session, DeviceFacts facts, CheckResults results)
{
    private int _unanswered;

    public CertificationOptions Options => options;

    public DeviceContract Contract => options.Contract;

    public CertificationSession Session => session;

    public DeviceFacts Facts => facts;

    public CheckResults Results => results;

    /// <summary>Values that the device had when the run began, to be put back.</summary>
    public Dictionary<ContractProperty, PropertyValue> Initial { get; } = [];

    /// <summary>Readable properties that the device has no value for at present: it said so with -4004.</summary>
    public HashSet<ContractProperty> WithoutValue { get; } = [];

    /// <summary>Properties that are written without asking: no lock is opened by a certification.</summary>
    public IEnumerable<ContractProperty> Writable => Contract.Properties.Where(property => property.IsWritable && (options.AllActions || !Careful.Guards(Contract, property)));

    public IEnumerable<ContractProperty> Readable => Contract.Properties.Where(property => property.Access.HasFlag(PropertyAccess.Read));

    public Task<Exchange> SetAsync(ContractProperty property, string raw, CancellationToken cancellationToken) =>
        AskAsync(RequestText.Set([(property.Key, raw)]), cancellationToken);

    public Task<Exchange> GetAsync(IEnumerable<string> keys, CancellationToken cancellationToken) => AskAsync(RequestText.Get(keys), cancellationToken);

    /// <summary>The value a device gives when asked; no value where it gives none.</summary>
    public async Task<PropertyValue> ReadAsync(ContractProperty property, CancellationToken cancellationToken)
    {
        var exchange = await GetAsync([property.Key], cancellationToken);
        return ValueOf(exchange, property);
    }

    /// <summary>The value of a property in an answer; no value where it is not there.</summary>
    public static PropertyValue ValueOf(Exchange exchange, ContractProperty property) =>
        (exchange.Response?.Values ?? []).FirstOrDefault(reading => reading.Property == property).Value;

    /// <summary>The code of a property in an answer; null where it is not there.</summary>
    public static int? CodeOf(Exchange exchange, ContractProperty property)
    {
        foreach (var failed in exchange.Response?.Codes ?? [])
        {
            if (failed.Property == property)
            {
                return failed.Code;
            }
        }

        return null;
    }

    /// <summary>Sends a request of an own id and waits for its answer.</summary>
    /// <exception cref="DeviceGoneException">Several requests in a row were not answered.</exception>
    public async Task<Exchange> AskAsync(string members, CancellationToken cancellationToken)
    {
        var id = session.NextId();
        return await AskRawAsync(id, RequestText.Request(id, members), cancellationToken);
    }

    /// <summary>Sends a request as it stands and waits for its answer.</summary>
    public async Task<Exchange> AskRawAsync(string id, string payload, CancellationToken cancellationToken)
    {
        var exchange = await session.SendAsync(id, payload, cancellationToken);
        await AwaitAnswersAsync([exchange], Clauses.OneAnswer, "request", cancellationToken);
        return exchange;
    }

    /// <summary>Waits until all requests have the answers due to them, and finds the clause broken where they have not.</summary>
    public async Task AwaitAnswersAsync(ImmutableArray<Exchange> exchanges, Clause clause, string subject, CancellationToken cancellationToken)
    {
        var within = CertificationLimits.AnswerTime + CertificationLimits.WayTime;
        if (await session.UntilAsync(_ => exchanges.All(exchange => exchange.Count >= exchange.Due), within, cancellationToken))
        {
            _unanswered = 0;
            return;
        }

        foreach (var exchange in exchanges.Where(exchange => exchange.Count < exchange.Due))
        {
            results.Fault(clause, subject, "an answer within 3 s", session.Ask(_ => exchange.Show()));
        }

        if (++_unanswered >= CertificationLimits.UnansweredMax)
        {
            throw new DeviceGoneException($"the device left {_unanswered} requests in a row unanswered");
        }
    }
}
