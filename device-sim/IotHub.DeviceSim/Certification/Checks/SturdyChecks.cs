using System.Text;
using IotHub.Contracts.Topics;
using IotHub.DeviceSim.Certification.Sessions;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Sends what a later hub, a broken hub or a stranger may send; the device goes on.</summary>
internal sealed class SturdyChecks : ICheckGroup
{
    private static readonly (string Subject, byte[] Payload)[] NoRequests =
    [
        ("text that is not JSON", "switch on please"u8.ToArray()),
        ("an empty payload", []),
        ("a request cut off", "{\"id\":\"cut\",\"get\":[\"a."u8.ToArray()),
        ("an array", "[1,2,3]"u8.ToArray()),
        ("null", "null"u8.ToArray()),
        ("a request without id", "{\"get\":[]}"u8.ToArray()),
        ("an id that is a number", "{\"id\":7,\"get\":[]}"u8.ToArray()),
        ("an id that is empty", "{\"id\":\"\",\"get\":[]}"u8.ToArray()),
        ("bytes that are not UTF-8", [0xFF, 0xFE, 0x7B, 0x22, 0xC3, 0x28, 0x00]),
        ("two hundred levels", Encoding.UTF8.GetBytes("{\"id\":" + new string('[', 200) + new string(']', 200) + "}")),
    ];

    public string Title => "strange requests";

    public IReadOnlyList<Clause> About => [Clauses.Unknown, Clauses.Size, Clauses.NoRequest];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        await SendUnknownMembersAsync(context, cancellationToken);
        await SendFullSizeAsync(context, cancellationToken);
        await SendOversizeAsync(context, cancellationToken);
        foreach (var (subject, payload) in NoRequests)
        {
            await SendNoRequestAsync(context, subject, payload, cancellationToken);
        }
    }

    private static async Task SendUnknownMembersAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var property = context.Readable.FirstOrDefault(candidate => !context.WithoutValue.Contains(candidate));
        var id = context.Session.NextId();
        var payload = RequestText.Request(id, $"\"later\":{{\"a\":[1,{{\"b\":null}}]}}{(property is null ? "" : "," + RequestText.Get([property.Key]))},\"priority\":\"high\"");
        await JudgeSurvivalAsync(context, Clauses.Unknown, "a request with members of a later version", id, payload, property is null ? -4004 : 0, cancellationToken);
    }

    private static async Task SendFullSizeAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var property = context.Readable.FirstOrDefault(candidate => !context.WithoutValue.Contains(candidate));
        var id = context.Session.NextId();
        var bare = RequestText.Request(id, $"{(property is null ? "" : RequestText.Get([property.Key]) + ",")}\"pad\":\"\"");
        var payload = bare[..^2] + new string('x', CertificationLimits.RequestBytes - Encoding.UTF8.GetByteCount(bare)) + bare[^2..];
        await JudgeSurvivalAsync(context, Clauses.Size, $"a request of {CertificationLimits.RequestBytes} bytes", id, payload, property is null ? -4004 : 0, cancellationToken);
    }

    private static async Task JudgeSurvivalAsync(CheckContext context, Clause clause, string subject, string id, string payload, int code, CancellationToken cancellationToken)
    {
        var from = context.Session.Count;
        var exchange = await context.Session.SendAsync(id, payload, cancellationToken);
        await context.Session.UntilAsync(_ => exchange.IsAnswered, CertificationLimits.AnswerTime + CertificationLimits.WayTime, cancellationToken);
        context.Results.Judge(exchange.Code == code, clause, subject, $"answered with code {code} like any other", context.Session.Ask(_ => exchange.Show()));
        await Ping.SurvivedAsync(context, clause, $"after {subject}", from, cancellationToken);
    }

    private static async Task SendOversizeAsync(CheckContext context, CancellationToken cancellationToken)
    {
        // With an id that could be answered: a device may refuse it, and need not.
        var id = context.Session.NextId();
        var from = context.Session.Count;
        var payload = RequestText.Request(id, $"\"get\":[],\"pad\":\"{new string('x', CertificationLimits.OversizeBytes)}\"");
        var exchange = await context.Session.SendAsync(id, payload, cancellationToken);
        var isWell = await Ping.SurvivedAsync(context, Clauses.Size, $"after a request of {CertificationLimits.OversizeBytes} bytes", from, cancellationToken);
        if (isWell)
        {
            context.Results.Judge(!exchange.IsAnswered || exchange.Code < 0, Clauses.Size, $"a request of {CertificationLimits.OversizeBytes} bytes",
                "no answer or a refusal, and the device goes on", exchange.ShowAnswers());
        }
    }

    private static async Task SendNoRequestAsync(CheckContext context, string subject, byte[] payload, CancellationToken cancellationToken)
    {
        var from = context.Session.Count;
        await context.Session.SendRawAsync(payload, cancellationToken);
        var isWell = await Ping.SurvivedAsync(context, Clauses.NoRequest, subject, from, cancellationToken);

        // Whatever came besides the answer to the question in between was said to what is no request.
        var answers = context.Session.Ask(messages => messages.Skip(from)
            .Where(message => ArrivalChecks.IsOf(context, message, DeviceTopicKind.Responses) && (RequestAnswers.ReadId(message.Payload) is not { } id || context.Session.Find(id) is null))
            .Select(message => message.Show())
            .ToList());
        if (isWell || answers.Count > 0)
        {
            context.Results.Judge(answers.Count == 0, Clauses.NoRequest, subject, "no answer, and the device goes on", answers.Count == 0 ? "no answer" : answers[0]);
        }
    }
}
