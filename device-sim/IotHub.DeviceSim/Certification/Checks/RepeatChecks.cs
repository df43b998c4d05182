using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Certification.Sessions;
using IotHub.DeviceSim.Certification.Values;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Sends a request again with the same id, as a hub does that heard no answer.</summary>
internal sealed class RepeatChecks : ICheckGroup
{
    public string Title => "repeated requests";

    public IReadOnlyList<Clause> About => [Clauses.Repeated];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var property = context.Writable.FirstOrDefault(candidate => candidate.Access.HasFlag(PropertyAccess.Read) && LegalValues.Of(candidate).Length >= 2)
            ?? context.Writable.FirstOrDefault(candidate => LegalValues.Of(candidate).Length >= 2);
        if (property is null)
        {
            await RepeatQuestionAsync(context, cancellationToken);
            return;
        }

        await RepeatSetAsync(context, property, 1, "at once", cancellationToken);
        await RepeatSetAsync(context, property, CertificationLimits.AnswersRemembered - 1, "after 31 others", cancellationToken);
    }

    private static async Task RepeatQuestionAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var first = (await Ping.AskAsync(context, cancellationToken)).Exchange;
        await RepeatAsync(context, first, cancellationToken);
        Judge(context, first, "a question, at once");
    }

    private static async Task RepeatSetAsync(CheckContext context, ContractProperty property, int others, string when, CancellationToken cancellationToken)
    {
        var legal = LegalValues.Of(property);
        var (early, late) = (legal[0], legal[1]);
        var first = await context.SetAsync(property, RequestText.Raw(early), cancellationToken);
        await context.SetAsync(property, RequestText.Raw(late), cancellationToken);
        for (var other = 1; other < others; other++)
        {
            await Ping.AskAsync(context, cancellationToken);
        }

        var from = context.Session.Count;
        await RepeatAsync(context, first, cancellationToken);
        if (!first.IsAnswered)
        {
            return;
        }

        Judge(context, first, $"set of {property.Key}, {when}");
        var now = property.Access.HasFlag(PropertyAccess.Read) ? await context.ReadAsync(property, cancellationToken) : default;
        var reported = context.Session.Ask(_ => context.Facts.ReportedAt(property, early, from)) is not null;
        var isDone = reported || (now.HasValue && ValueText.IsSame(now, early));
        context.Results.Judge(!isDone, Clauses.Repeated, $"set of {property.Key}, {when}: not done again",
            $"{property.Key} stays {RequestText.Raw(late)}, which was set after it", isDone ? $"{property.Key} is {RequestText.Raw(early)} again" : "it stays");
    }

    private static async Task RepeatAsync(CheckContext context, Exchange exchange, CancellationToken cancellationToken)
    {
        await context.Session.SendAsync(exchange.Id, System.Text.Encoding.UTF8.GetString(exchange.Sent.Span), cancellationToken);
        await context.AwaitAnswersAsync([exchange], Clauses.Repeated, "an id a second time", cancellationToken);
    }

    private static void Judge(CheckContext context, Exchange exchange, string subject)
    {
        if (exchange.Count >= exchange.Due && exchange.Response is { } first && exchange.LastResponse is { } again)
        {
            context.Results.Judge(IsSame(first, again), Clauses.Repeated, $"{subject}: the same answer", "the same answer a second time", exchange.Show());
        }
    }

    private static bool IsSame(ResponseMessage left, ResponseMessage right) =>
        left.Code == right.Code && IsSame([.. left.Values], [.. right.Values]) && left.Codes.SequenceEqual(right.Codes) && IsSame([.. left.Out], [.. right.Out]);

    private static bool IsSame(PropertyReading[] left, PropertyReading[] right) =>
        left.Length == right.Length && left.All(reading => right.Any(other => other.Property == reading.Property && ValueText.IsSame(other.Value, reading.Value)));
}
