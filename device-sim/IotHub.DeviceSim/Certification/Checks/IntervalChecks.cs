using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Waits for the reports that a contract promises at least so often.</summary>
internal sealed class IntervalChecks : ICheckGroup
{
    // A tenth of an interval, so that a device's timer and this clock may differ.
    private const double Grace = 0.1;

    public string Title => "reports by the clock";

    public IReadOnlyList<Clause> About => [Clauses.Interval, Clauses.PropertyInterval];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var promised = context.Contract.Properties.Where(property => property.IsObservable && property.ReportInterval is not null).ToList();
        if (context.Contract.ReportInterval is null)
        {
            context.Results.NotApplicable(Clauses.Interval, "the contract promises no report interval of the device");
        }

        if (promised.Count == 0)
        {
            context.Results.NotApplicable(Clauses.PropertyInterval, "the contract promises no report interval of a property");
        }

        var from = context.Session.Count;
        var began = context.Session.Now;
        var waited = promised.Select(property => property.ReportInterval!.Value)
            .Append(context.Contract.ReportInterval ?? TimeSpan.Zero)
            .Where(interval => interval <= context.Options.IntervalWaited)
            .DefaultIfEmpty(TimeSpan.Zero)
            .Max();
        if (waited > TimeSpan.Zero)
        {
            // A moment more than is allowed, so that silence throughout is too long.
            await context.Session.RestAsync(WithGrace(waited) + CertificationLimits.ChangeTime, cancellationToken);
        }

        JudgeDevice(context, from, began);
        foreach (var property in promised)
        {
            JudgeProperty(context, property, from, began);
        }
    }

    private static TimeSpan WithGrace(TimeSpan interval) => (interval * (1 + Grace)) + CertificationLimits.WayTime;

    private static void JudgeDevice(CheckContext context, int from, TimeSpan began)
    {
        if (context.Contract.ReportInterval is not { } interval)
        {
            return;
        }

        var times = context.Session.Ask(messages => messages.Skip(from)
            .Where(message => !message.IsStored && message.Parsed?.Did == context.Options.Did && message.Kind is not DeviceTopicKind.Requests)
            .Select(message => message.At)
            .ToList());
        Judge(context, Clauses.Interval, "the device", interval, times, began);
    }

    private static void JudgeProperty(CheckContext context, ContractProperty property, int from, TimeSpan began)
    {
        if (!context.WithoutValue.Contains(property))
        {
            Judge(context, Clauses.PropertyInterval, property.Key, property.ReportInterval!.Value, context.Session.Ask(_ => context.Facts.Times(property, from)), began);
        }
    }

    private static void Judge(CheckContext context, Clause clause, string subject, TimeSpan interval, IReadOnlyList<TimeSpan> times, TimeSpan began)
    {
        if (interval > context.Options.IntervalWaited)
        {
            context.Results.NotChecked(clause, subject, $"its interval is {interval.TotalSeconds:0} s; say --slow to wait for it");
            return;
        }

        var longest = times.Append(context.Session.Now).Zip(times.Prepend(began), (later, earlier) => later - earlier).Max();
        context.Results.Judge(longest <= WithGrace(interval), clause, subject, $"a report at least every {interval.TotalSeconds:0} s",
            $"{times.Count} reports, silent for up to {longest.TotalSeconds:0.0} s");
    }
}
