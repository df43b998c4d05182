using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>A small question that every device can answer: is anybody there?</summary>
internal static class Ping
{
    /// <summary>Asks for the first readable property, or, where there is none, a request of no known form: that has an answer too.</summary>
    public static async Task<Exchange> SendAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var id = context.Session.NextId();
        var members = context.Readable.FirstOrDefault() is { } property ? RequestText.Get([property.Key]) : "";
        return await context.Session.SendAsync(id, RequestText.Request(id, members), cancellationToken);
    }

    /// <summary>Whether it answers within the time for an answer.</summary>
    public static async Task<(bool IsAnswered, Exchange Exchange)> AskAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var exchange = await SendAsync(context, cancellationToken);
        var within = CertificationLimits.AnswerTime + CertificationLimits.WayTime;
        return (await context.Session.UntilAsync(_ => exchange.IsAnswered, within, cancellationToken), exchange);
    }

    /// <summary>
    /// Judges whether a device lived through what was sent to it just now: it answers a question, and did not leave or come anew.
    /// </summary>
    /// <exception cref="DeviceGoneException">It does not come back.</exception>
    public static async Task<bool> SurvivedAsync(CheckContext context, Clause clause, string subject, int fromOrder, CancellationToken cancellationToken)
    {
        var (isAnswered, exchange) = await AskAsync(context, cancellationToken);
        var restarted = context.Session.Ask(messages => messages.Skip(fromOrder).FirstOrDefault(message =>
            !message.IsStored && message.Parsed?.Did == context.Options.Did && message.Kind is DeviceTopicKind.Announce or DeviceTopicKind.Status));
        if (isAnswered && restarted is null)
        {
            return true;
        }

        context.Results.Fail(
            clause, subject, "the device goes on and answers the next request", restarted is null ? context.Session.Ask(_ => exchange.Show()) : $"it restarted: {restarted.Show()}");
        if (!isAnswered)
        {
            await WaitBackAsync(context, cancellationToken);
        }

        return false;
    }

    private static async Task WaitBackAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var began = context.Session.Now;
        while (context.Session.Now - began < CertificationLimits.ReconnectTime)
        {
            if ((await AskAsync(context, cancellationToken)).IsAnswered)
            {
                return;
            }
        }

        throw new DeviceGoneException("the device stopped answering and did not come back within 60 s");
    }
}
