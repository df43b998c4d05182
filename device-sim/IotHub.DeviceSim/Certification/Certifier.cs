using System.Collections.Immutable;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification.Checks;
using IotHub.DeviceSim.Certification.Reports;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification;

/// <summary>Plays the hub against one device and checks, clause by clause, whether it keeps the contract of topics and messages. Use it once.</summary>
/// <param name="options">What is certified.</param>
/// <param name="patience">How it waits.</param>
public sealed class Certifier(CertificationOptions options, IPatience patience)
{
    private static readonly ImmutableArray<ICheckGroup> Groups =
    [
        new StoredChecks(), new QuietChecks(), new ReadChecks(), new WriteChecks(), new RefusalChecks(), new PartialChecks(), new ActionChecks(), new RepeatChecks(),
        new ConcurrentChecks(), new SturdyChecks(), new EventChecks(), new IntervalChecks(), new LeavingChecks(),
    ];

    /// <summary>Runs all checks. Ends in bounded time, whatever the device does.</summary>
    /// <param name="progress">Told what is being looked at; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SimulationException">It could not be run: no broker, or no device of that id. The message says what to do.</exception>
    public Task<CertificationReport> RunAsync(Action<string>? progress, CancellationToken cancellationToken) => RunAsync(progress, null, cancellationToken);

    /// <summary>As the other, and tells each finding as it comes.</summary>
    /// <param name="progress">Told what is being looked at; null for nobody.</param>
    /// <param name="found">Told of each finding that the report will have, in the order in which they come, by one thread at a time. Be quick. Null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SimulationException">It could not be run: no broker, or no device of that id. The message says what to do.</exception>
    public async Task<CertificationReport> RunAsync(Action<string>? progress, Action<CheckResult>? found, CancellationToken cancellationToken)
    {
        var results = new CheckResults(found);
        var facts = new DeviceFacts();
        await using var session = new CertificationSession(options, patience);
        var monitor = new MessageMonitor(options, session, facts, results);
        session.Heard = monitor.Hear;
        var begin = session.UtcNow;
        await session.ConnectAsync(cancellationToken);
        var context = new CheckContext(options, session, facts, results);
        var gone = await RunGroupsAsync(context, progress, cancellationToken);
        monitor.Conclude();
        Complete(results, gone);
        return new CertificationReport(options, begin, session.Now, results.ToImmutable(), results.LeftOut);
    }

    private static async Task RestoreAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var members = context.Writable.Where(context.Initial.ContainsKey).Select(property => (property.Key, RequestText.Raw(context.Initial[property]))).ToList();
        foreach (var group in members.Chunk(8))
        {
            await context.AskAsync(RequestText.Set(group), cancellationToken);
        }
    }

    /// <returns>Why the rest was not done; null when all was.</returns>
    private async Task<string?> RunGroupsAsync(CheckContext context, Action<string>? progress, CancellationToken cancellationToken)
    {
        var done = 0;
        try
        {
            progress?.Invoke("waiting for the device");
            await MeetAsync(context, cancellationToken);
            await context.Session.EndStoredAsync();
            foreach (var group in Groups)
            {
                if (group is LeavingChecks)
                {
                    await RestoreAsync(context, cancellationToken);
                }

                progress?.Invoke(group.Title);
                await group.RunAsync(context, cancellationToken);
                done++;
            }

            return null;
        }
        catch (DeviceGoneException exception)
        {
            foreach (var clause in Groups.Skip(done).SelectMany(group => group.About).Distinct())
            {
                context.Results.NotChecked(clause, "", $"{exception.Message}, so that this could not be looked at");
            }

            return exception.Message;
        }
    }

    private async Task MeetAsync(CheckContext context, CancellationToken cancellationToken)
    {
        context.Results.Judge(DeviceTopics.IsValidDid(options.Did), Clauses.Did, options.Did, "1 to 64 characters without / + # and control characters", options.Did);
        var from = context.Session.Count;
        if (await options.Control.StartAsync(cancellationToken))
        {
            if (!await ArrivalChecks.JudgeAsync(context, "started", from, options.JoinTime, Clauses.Online, cancellationToken) && !IsHeard(context, from))
            {
                throw new SimulationException($"The device was started, and nothing came from devices/{options.Did}/ within {options.JoinTime.TotalSeconds:0} s. Does it use this broker and this did?");
            }
        }
        else
        {
            await FindAsync(context, cancellationToken);
        }

        ArrivalChecks.JudgeAnnouncement(context);
    }

    private async Task FindAsync(CheckContext context, CancellationToken cancellationToken)
    {
        await context.Session.UntilAsync(messages => messages.Any(IsOnline), options.JoinTime, cancellationToken);
        if (!IsHeard(context, 0) && !(await Ping.AskAsync(context, cancellationToken)).IsAnswered)
        {
            throw new SimulationException($"No device {options.Did}: nothing is kept or said on devices/{options.Did}/, and a request is not answered. Does it run, and does it use this broker?");
        }

        if (context.Session.Ask(messages => messages.LastOrDefault(message => ArrivalChecks.IsOf(context, message, DeviceTopicKind.Status))) is { } status && !IsOnline(status))
        {
            throw new SimulationException($"{options.Did} is offline: the broker keeps \"{SeenMessage.Show(status.Payload.Span)}\" as its status. Start the device first.");
        }

        foreach (var clause in (Clause[])[Clauses.AnnounceFirst, Clauses.FullReport, Clauses.Hears])
        {
            if (options.ClientId is null)
            {
                context.Results.NotChecked(clause, "a new connection", "the device was connected already; say --client-id, --run or --interactive");
            }
        }

        bool IsOnline(SeenMessage message) => ArrivalChecks.IsOf(context, message, DeviceTopicKind.Status) && message.Payload.Span.SequenceEqual("online"u8);
    }

    private static bool IsHeard(CheckContext context, int from) =>
        context.Session.Ask(messages => messages.Skip(from).Any(message => message.Parsed?.Did == context.Options.Did && message.Kind != DeviceTopicKind.Requests));

    private void Complete(CheckResults results, string? gone)
    {
        foreach (var clause in Clauses.All.Where(clause => !results.Has(clause)))
        {
            if (gone is not null)
            {
                results.NotChecked(clause, "", gone);
            }
            else if (clause == Clauses.WriteOnly)
            {
                results.NotApplicable(clause, "no write-only property was set");
            }
            else if (clause == Clauses.Accepted)
            {
                results.NotApplicable(clause, "the device finished everything at once");
            }
            else if (options.Contract.Properties.IsEmpty || !options.Contract.Properties.Any(property => property.IsWritable))
            {
                results.NotApplicable(clause, "the contract has nothing that this could be about");
            }
            else
            {
                results.NotChecked(clause, "", "nothing of the kind happened in the run");
            }
        }
    }
}
