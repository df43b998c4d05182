using System.Net;

namespace IotHub.Uplink.Webhook;

/// <summary>What a receiver's answer means.</summary>
internal abstract record WebhookAnswer
{
    private WebhookAnswer()
    {
    }

    /// <summary>Taken.</summary>
    public sealed record Taken : WebhookAnswer;

    /// <summary>Batches are not taken.</summary>
    public sealed record NoBatch : WebhookAnswer;

    /// <summary>Something in it is not taken, and never will be.</summary>
    public sealed record Refused(string Reason) : WebhookAnswer;

    /// <summary>What the pump is to be told.</summary>
    public sealed record Trouble(SendResult Result) : WebhookAnswer;

    /// <summary>Reads an answer.</summary>
    public static WebhookAnswer Of(HttpResponseMessage response, bool isBatch, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var said = $"The receiver answered {status}";
        return response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new Taken(),
            HttpStatusCode.UnsupportedMediaType when isBatch => new NoBatch(),
            HttpStatusCode.UnsupportedMediaType => Stop($"{said}: it does not take what is sent."),
            HttpStatusCode.Gone => Stop($"{said}: it wants no more events. Remove the uplink, or find its new address."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Stop($"{said}, a redirect to {response.Headers.Location?.Host ?? "nowhere"}, which is not followed: if it is right, put it into Url."),

            // These speak of the receiver or the sender and not of an event: to drop events for a secret that is out of date would be a loss.
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.ProxyAuthenticationRequired =>
                Stop($"{said}: look at Url and Secret."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 => new Trouble(new SendResult.Retry(said + ".", WaitOf(response, now))),
            >= HttpStatusCode.InternalServerError => new Trouble(new SendResult.Retry(said + ".", WaitOf(response, now))),
            _ => new Refused(said + "."),
        };
    }

    private static Trouble Stop(string reason) => new(new SendResult.Stopped(reason));

    private static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } seconds } => UplinkLimits.Bound(seconds),
        { Date: { } date } => UplinkLimits.Bound(date - now),
        _ => null,
    };
}
