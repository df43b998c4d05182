using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IotHub.Uplink.Webhook;

namespace IotHub.Uplink.Ntfy;

/// <summary>
/// Brings notices to an ntfy server, one by one, as its JSON messages: topic, title, message, priority. Of an event it reads <c>title</c>, <c>message</c> and
/// <c>urgency</c> in <c>data</c>; nothing else of it leaves. It is to be handed one at a time: of several, those before trouble would ring twice.
/// </summary>
public sealed class NtfyUplink : IUplink
{
    // What ntfy takes for a message before it makes a file of it.
    private const int MessageBytesMax = 4096;

    private readonly NtfyUplinkOptions _options;
    private readonly TimeProvider _time;
    private readonly WebhookClient _client;

    /// <summary>An uplink without a connection.</summary>
    /// <param name="options">Checked before: <see cref="NtfyUplinkOptions.Faults"/>.</param>
    /// <param name="time">Clock of time-outs.</param>
    /// <param name="resolve">Resolves a name; null to ask the system.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="IOException">The authorities' file cannot be read.</exception>
    /// <exception cref="CryptographicException">The authorities' file holds none.</exception>
    public NtfyUplink(NtfyUplinkOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        if (options.Faults() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }

        (_options, _time) = (options, time);
        _client = new WebhookClient(options.Server, options.AllowedNetworks, PemFiles.Authorities(options.AuthorityFile), options.Timeout, time, resolve);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public int BatchBytesMax => UplinkLimits.BatchBytesMax;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        for (var i = 0; i < events.Count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _options.Server) { Content = new ByteArrayContent(Compose(events[i])) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            if (_options.Token.Length > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
            }

            switch (await _client.AskAsync(request, response => WebhookAnswer.Of(response, isBatch: false, _time.GetUtcNow()), cancellationToken))
            {
                case WebhookAnswer.Trouble { Result: var trouble }:
                    return trouble;
                case WebhookAnswer.Refused refused:
                    return new SendResult.Rejected(i, refused.Reason);
            }
        }

        return SendResult.Accepted.Instance;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private byte[] Compose(OutboxEvent notice)
    {
        var data = JsonNode.Parse(notice.Body.Span)?["data"];
        var message = new JsonObject
        {
            ["topic"] = _options.Topic,
            ["message"] = Bounded((string?)data?["message"] ?? string.Empty),
            ["priority"] = (string?)data?["urgency"] switch { "high" => 5, "low" => 2, _ => 3 },
        };
        if ((string?)data?["title"] is { Length: > 0 } title)
        {
            message["title"] = title;
        }

        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    /// <summary>A longer text would become an attachment that the server may not take.</summary>
    private static string Bounded(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MessageBytesMax)
        {
            return text;
        }

        var cut = new StringBuilder();
        var bytes = Encoding.UTF8.GetByteCount("…");
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MessageBytesMax)
            {
                break;
            }

            cut.Append(rune);
        }

        return cut.Append('…').ToString();
    }
}
