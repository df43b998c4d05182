using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace IotHub.Uplink.Webhook;

/// <summary>Posts events to an HTTPS address, as CloudEvents batches or one by one, signed.</summary>
public sealed class WebhookUplink : IUplink
{
    /// <summary>Content type of a batch.</summary>
    public const string BatchType = "application/cloudevents-batch+json";

    /// <summary>Content type of a single event.</summary>
    public const string SingleType = "application/cloudevents+json";

    // A receiver that refuses everything has a fault of its own: events must not all be set aside for it.
    private const int RefusedInARowMax = 10;

    private readonly WebhookUplinkOptions _options;
    private readonly TimeProvider _time;
    private readonly WebhookClient _client;
    private readonly Uri _url;
    private bool _isBatch;
    private bool _isAsked;
    private int _refusedInARow;

    /// <summary>An uplink without a connection.</summary>
    /// <param name="options">Checked before: <see cref="WebhookUplinkOptions.Faults"/>.</param>
    /// <param name="time">Clock of signatures and time-outs.</param>
    /// <param name="resolve">Resolves a name; null to ask the system.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="IOException">The authorities' file cannot be read.</exception>
    /// <exception cref="CryptographicException">The authorities' file holds none.</exception>
    public WebhookUplink(WebhookUplinkOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        if (options.Faults() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _time = time;
        _url = new Uri(options.Url);
        _isBatch = options.Mode == UplinkMode.Batch;
        _isAsked = !options.AskFirst;
        _client = new WebhookClient(_url, options.AllowedNetworks, PemFiles.Authorities(options.AuthorityFile), options.Timeout, time, resolve);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public int BatchBytesMax => UplinkLimits.BatchBytesMax;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        if (!_isAsked)
        {
            if (await AskAsync(cancellationToken) is { } no)
            {
                return no;
            }

            _isAsked = true;
        }

        return await SendPartAsync(events, 0, events.Count, cancellationToken) ?? SendResult.Accepted.Instance;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends some of the events; what is refused is halved until the one at fault is found.</summary>
    /// <returns>Null when all of them were taken.</returns>
    private async Task<SendResult?> SendPartAsync(IReadOnlyList<OutboxEvent> events, int start, int count, CancellationToken cancellationToken)
    {
        if (!_isBatch && count > 1)
        {
            SendResult? result = null;
            for (var i = start; i < start + count && result is null; i++)
            {
                result = await SendPartAsync(events, i, 1, cancellationToken);
            }

            return result;
        }

        switch (await PostAsync(events, start, count, cancellationToken))
        {
            case WebhookAnswer.Trouble trouble:
                return trouble.Result;
            case WebhookAnswer.NoBatch:
                _isBatch = false;
                return await SendPartAsync(events, start, count, cancellationToken);
            case WebhookAnswer.Refused refused when count == 1:
                return ++_refusedInARow < RefusedInARowMax
                    ? new SendResult.Rejected(start, refused.Reason)
                    : new SendResult.Stopped($"The receiver refused {RefusedInARowMax} events in a row. {refused.Reason} The fault is likely not in the events: look at the receiver.");
            case WebhookAnswer.Refused:
                return await SendPartAsync(events, start, count / 2, cancellationToken)
                    ?? await SendPartAsync(events, start + (count / 2), count - (count / 2), cancellationToken);
            default:
                _refusedInARow = 0;
                return null;
        }
    }

    private async Task<WebhookAnswer> PostAsync(IReadOnlyList<OutboxEvent> events, int start, int count, CancellationToken cancellationToken)
    {
        var body = _isBatch ? BatchBody.Join(events, start, count) : events[start].Body.ToArray();
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(_isBatch ? BatchType : SingleType) { CharSet = "utf-8" };
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Create(_options.Secret, timestamp, body));
        return await _client.AskAsync(request, response => WebhookAnswer.Of(response, _isBatch, _time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Asks whether events are welcome.</summary>
    /// <returns>Why not; null when they are.</returns>
    private async Task<SendResult?> AskAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, _url);
        request.Headers.Add("WebHook-Request-Origin", _options.Origin);
        var answer = await _client.AskAsync(
            request,
            response => WebhookAnswer.Of(response, isBatch: false, _time.GetUtcNow()) is WebhookAnswer.Taken && !IsWelcome(response)
                ? new WebhookAnswer.Trouble(new SendResult.Stopped($"The receiver does not say that {_options.Origin} may send it events (WebHook-Allowed-Origin)."))
                : WebhookAnswer.Of(response, isBatch: false, _time.GetUtcNow()),
            cancellationToken);
        return answer switch
        {
            WebhookAnswer.Taken => null,
            WebhookAnswer.Trouble trouble => trouble.Result,
            WebhookAnswer.Refused refused => new SendResult.Stopped($"{refused.Reason} It does not want to be asked by OPTIONS: unset AskFirst if it takes events all the same."),
            _ => new SendResult.Stopped("The receiver takes no events."),
        };
    }

    private bool IsWelcome(HttpResponseMessage response) =>
        response.Headers.TryGetValues("WebHook-Allowed-Origin", out var values)
        && values.Any(value => value.Trim() == "*" || string.Equals(value.Trim(), _options.Origin, StringComparison.OrdinalIgnoreCase));
}
