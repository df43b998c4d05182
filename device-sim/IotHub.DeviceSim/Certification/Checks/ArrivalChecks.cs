using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>What a device does on each new connection: announce, online, full report, ears open.</summary>
internal static class ArrivalChecks
{
    private static readonly TimeSpan OrderTime = TimeSpan.FromSeconds(2);

    /// <summary>Watches a device come, and judges it.</summary>
    /// <param name="context">All that is known.</param>
    /// <param name="occasion">What made it come, for the report.</param>
    /// <param name="fromOrder">Messages before this one belong to an earlier connection.</param>
    /// <param name="within">How long it may take.</param>
    /// <param name="absent">The clause that is broken when it does not come at all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it came.</returns>
    public static async Task<bool> JudgeAsync(
        CheckContext context, string occasion, int fromOrder, TimeSpan within, Clause absent, CancellationToken cancellationToken)
    {
        var session = context.Session;
        var began = session.Now;
        var came = await session.UntilAsync(messages => FindOnline(context, messages, fromOrder) is not null, within, cancellationToken);
        context.Results.Judge(came, absent, occasion, $"online on {DeviceTopics.Status(context.Options.Did)} within {within.TotalSeconds:0} s",
            came ? $"after {(session.Now - began).TotalSeconds:0.0} s" : "nothing");
        if (!came)
        {
            return false;
        }

        await JudgeOrderAsync(context, occasion, fromOrder, cancellationToken);
        await JudgeHearsAsync(context, occasion, cancellationToken);
        await JudgeFullReportAsync(context, occasion, fromOrder, cancellationToken);
        return true;
    }

    /// <summary>The live message that says online; null for none.</summary>
    public static SeenMessage? FindOnline(CheckContext context, IReadOnlyList<SeenMessage> messages, int fromOrder) =>
        messages.Skip(fromOrder).FirstOrDefault(message => !message.IsStored && IsOf(context, message, DeviceTopicKind.Status) && message.Payload.Span.SequenceEqual("online"u8));

    public static bool IsOf(CheckContext context, SeenMessage message, DeviceTopicKind kind) => message.Kind == kind && message.Parsed?.Did == context.Options.Did;

    private static async Task JudgeOrderAsync(CheckContext context, string occasion, int fromOrder, CancellationToken cancellationToken)
    {
        SeenMessage? Announced(IReadOnlyList<SeenMessage> messages) =>
            messages.Skip(fromOrder).FirstOrDefault(message => !message.IsStored && IsOf(context, message, DeviceTopicKind.Announce));

        var announced = await context.Session.UntilAsync(messages => Announced(messages) is not null, OrderTime, cancellationToken);
        var (announce, online) = context.Session.Ask(messages => (Announced(messages), FindOnline(context, messages, fromOrder)!));
        context.Results.Judge(announced, Clauses.Announced, occasion, "an announcement on the new connection", announce?.Show() ?? "none");
        if (announce is not null)
        {
            context.Results.Judge(announce.Order < online.Order, Clauses.AnnounceFirst, occasion, "announce, then online",
                announce.Order < online.Order ? "announce, then online" : $"{online.Show()}, then {announce.Show()}");
        }
    }

    private static async Task JudgeHearsAsync(CheckContext context, string occasion, CancellationToken cancellationToken)
    {
        var (isAnswered, exchange) = await Ping.AskAsync(context, cancellationToken);
        context.Results.Judge(isAnswered, Clauses.Hears, occasion, "a request sent right after online is answered within 3 s", context.Session.Ask(_ => exchange.Show()));
    }

    private static async Task JudgeFullReportAsync(CheckContext context, string occasion, int fromOrder, CancellationToken cancellationToken)
    {
        var expected = context.Contract.Properties.Where(property => property.IsObservable && !context.WithoutValue.Contains(property)).ToList();
        if (expected.Count == 0)
        {
            context.Results.NotApplicable(Clauses.FullReport, "the contract has nothing that could be reported");
            return;
        }

        var online = context.Session.Ask(messages => FindOnline(context, messages, fromOrder)!);
        var left = online.At + CertificationLimits.FullReportTime - context.Session.Now;
        bool IsMissing(ContractProperty property) => !context.Facts.WasReported(property, fromOrder);
        await context.Session.UntilAsync(_ => !expected.Exists(IsMissing), left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1), cancellationToken);
        var missing = context.Session.Ask(_ => expected.Where(IsMissing).ToList());
        var withheld = new List<string>();
        foreach (var property in missing.Take(CertificationLimits.PropertiesTried))
        {
            // What it has no value for it cannot report; what it says when asked, it could have reported.
            var exchange = await context.GetAsync([property.Key], cancellationToken);
            if (CheckContext.ValueOf(exchange, property).HasValue)
            {
                withheld.Add(property.Key);
            }
            else
            {
                context.WithoutValue.Add(property);
            }
        }

        context.Results.Judge(withheld.Count == 0, Clauses.FullReport, occasion, $"all of {Shorten(expected.Select(property => property.Key))} within 5 s of online",
            withheld.Count == 0 ? "all that it has a value for" : $"not {Shorten(withheld)}");
    }

    private static string Shorten(IEnumerable<string> keys)
    {
        var all = keys.ToList();
        return all.Count <= 8 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(8))} and {all.Count - 8} more";
    }

    /// <summary>What the announcement says, wherever it came from.</summary>
    public static void JudgeAnnouncement(CheckContext context)
    {
        var announce = context.Session.Ask(messages => messages.LastOrDefault(message => IsOf(context, message, DeviceTopicKind.Announce)));
        if (announce is null)
        {
            return;
        }

        if (MessageReader.TryReadAnnounce(announce.Payload.Span, out var read, out _))
        {
            var isSame = string.Equals(read.Contract, context.Contract.Type.Text, StringComparison.OrdinalIgnoreCase);
            if (isSame)
            {
                context.Results.Pass(Clauses.Contract, "announcement", context.Contract.Type.Text, announce.Show());
            }

            context.Results.Pass(Clauses.AnnounceTexts, "announcement", "texts of at most 256 characters", announce.Show());
        }
    }
}
