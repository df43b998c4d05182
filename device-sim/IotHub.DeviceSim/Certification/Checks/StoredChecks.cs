using IotHub.Contracts.Topics;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>What a hub finds that comes later than the device: the messages that the broker keeps.</summary>
internal sealed class StoredChecks : ICheckGroup
{
    private static readonly TimeSpan StoredTime = TimeSpan.FromSeconds(2);

    public string Title => "what the broker keeps";

    public IReadOnlyList<Clause> About => [Clauses.Announced, Clauses.Online];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var announce = await FindAsync(context, DeviceTopicKind.Announce, isAgain: false, cancellationToken);
        context.Results.Judge(announce is not null, Clauses.Announced, "kept by the broker", "a retained announcement", announce ?? "none");
        var status = await FindAsync(context, DeviceTopicKind.Status, isAgain: true, cancellationToken);
        context.Results.Judge(status?.EndsWith(" online", StringComparison.Ordinal) == true, Clauses.Online, "kept by the broker", "a retained online", status ?? "none");
        await context.Session.EndStoredAsync();
    }

    /// <summary>Whether the broker keeps offline for the device now.</summary>
    public static async Task<bool> KeepsOfflineAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var shown = await FindAsync(context, DeviceTopicKind.Status, isAgain: false, cancellationToken);
        await context.Session.EndStoredAsync();
        return shown?.EndsWith(" offline", StringComparison.Ordinal) == true;
    }

    private static async Task<string?> FindAsync(CheckContext context, DeviceTopicKind kind, bool isAgain, CancellationToken cancellationToken)
    {
        var fromOrder = context.Session.Count;
        if (!isAgain)
        {
            await context.Session.HearStoredAsync(cancellationToken);
        }
        else
        {
            fromOrder = 0;
        }

        await context.Session.UntilAsync(
            messages => messages.Skip(fromOrder).Any(message => message.IsStored && ArrivalChecks.IsOf(context, message, kind)), StoredTime, cancellationToken);
        return context.Session.Ask(messages => messages.Skip(fromOrder).LastOrDefault(message => message.IsStored && ArrivalChecks.IsOf(context, message, kind))?.Show());
    }
}
