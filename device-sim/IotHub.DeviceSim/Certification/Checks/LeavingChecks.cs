using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>How a device goes, and comes again: dropped by the broker, cut off, shut down.</summary>
internal sealed class LeavingChecks : ICheckGroup
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    public string Title => "leaving and coming back";

    public IReadOnlyList<Clause> About => [Clauses.Will, Clauses.Goodbye, Clauses.Reconnects];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        await DropAsync(context, cancellationToken);
        await CutAsync(context, cancellationToken);
        await StopAsync(context, cancellationToken);
        context.Results.NotChecked(Clauses.BackOff, "waits between tries", "tries that fail are seen by the broker only; look at its log while it refuses the device");
        if (!context.Results.Has(Clauses.Will))
        {
            context.Results.NotChecked(Clauses.Will, "a broken connection", "nothing could break the device's connection; say --client-id, --run or --interactive");
        }
    }

    private static async Task DropAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Options.ClientId is not { } clientId)
        {
            context.Results.NotChecked(Clauses.Reconnects, "dropped by the broker", "say the device's MQTT client id with --client-id: the certification then takes its connection over once");
            return;
        }

        SetMayLeave(context, true);
        var from = context.Session.Count;
        if (!await TakeOver.DropAsync(context.Options, clientId, context.Session.Patience, cancellationToken))
        {
            context.Results.NotChecked(Clauses.Reconnects, "dropped by the broker", "the broker does not let the certification connect with the device's client id");
            SetMayLeave(context, false);
            return;
        }

        await JudgeWillAsync(context, "dropped by the broker", from, CertificationLimits.DropWillTime, cancellationToken);
        var isBack = await ArrivalChecks.JudgeAsync(context, "dropped by the broker", from, CertificationLimits.ReconnectTime, Clauses.Reconnects, cancellationToken);
        SetMayLeave(context, false);
        if (!isBack)
        {
            throw new DeviceGoneException("the device did not come back after the broker had dropped it");
        }
    }

    private static async Task CutAsync(CheckContext context, CancellationToken cancellationToken)
    {
        SetMayLeave(context, true);
        var from = context.Session.Count;
        if (await context.Options.Control.CutAsync(cancellationToken))
        {
            await JudgeWillAsync(context, "cut off", from, CertificationLimits.WillTime, cancellationToken);
            await ComeAgainAsync(context, "started after it was cut off", cancellationToken);
        }

        SetMayLeave(context, false);
    }

    private static async Task StopAsync(CheckContext context, CancellationToken cancellationToken)
    {
        SetMayLeave(context, true);
        var from = context.Session.Count;
        if (!await context.Options.Control.StopAsync(cancellationToken))
        {
            context.Results.NotChecked(Clauses.Goodbye, "a clean shutdown", "nobody could shut the device down; say --run or --interactive");
            SetMayLeave(context, false);
            return;
        }

        var said = await context.Session.UntilAsync(messages => FindOffline(context, messages, from) is not null, StopTime, cancellationToken);
        var isKept = said && await StoredChecks.KeepsOfflineAsync(context, cancellationToken);
        context.Results.Judge(said && isKept, Clauses.Goodbye, "a clean shutdown", "offline, retained, before the connection ends",
            !said ? "nothing" : isKept ? "offline, retained" : "offline, but the broker does not keep it");
        await ComeAgainAsync(context, "started again", cancellationToken);
        SetMayLeave(context, false);
    }

    private static async Task JudgeWillAsync(CheckContext context, string occasion, int from, TimeSpan within, CancellationToken cancellationToken)
    {
        await context.Session.UntilAsync(messages => FindOffline(context, messages, from) is not null, within, cancellationToken);
        var will = context.Session.Ask(messages => FindOffline(context, messages, from));
        var isRight = will is not null && will.IsAtLeastOnce && (will.IsRetained || !will.ShowsRetain);
        context.Results.Judge(isRight, Clauses.Will, occasion, $"the broker says offline on {DeviceTopics.Status(context.Options.Did)}, QoS 1, retained", will?.Show() ?? "nothing");
    }

    private static async Task ComeAgainAsync(CheckContext context, string occasion, CancellationToken cancellationToken)
    {
        var from = context.Session.Count;
        if (!await context.Options.Control.StartAsync(cancellationToken)
            || !await ArrivalChecks.JudgeAsync(context, occasion, from, CertificationLimits.ReconnectTime, Clauses.Online, cancellationToken))
        {
            throw new DeviceGoneException("the device was ended and did not start again");
        }
    }

    private static SeenMessage? FindOffline(CheckContext context, IReadOnlyList<SeenMessage> messages, int from) =>
        messages.Skip(from).FirstOrDefault(message => !message.IsStored && ArrivalChecks.IsOf(context, message, DeviceTopicKind.Status) && message.Payload.Span.SequenceEqual("offline"u8));

    private static void SetMayLeave(CheckContext context, bool may) => context.Session.Ask(_ => context.Facts.MayLeave = may);
}
