using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using IotHub.Uplink.Http;

namespace IotHub.Uplink.Webhook;

/// <summary>Asks one receiver, and makes of every trouble on the way what the pump is to be told.</summary>
internal sealed class WebhookClient : IDisposable
{
    private readonly Uri _url;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <param name="url">Whom.</param>
    /// <param name="allowedNetworks">Networks that are allowed although they are not public.</param>
    /// <param name="authorities">The only authorities trusted; null for those of the system.</param>
    /// <param name="timeout">Longest wait for an answer.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="resolve">Resolves a name; null to ask the system.</param>
    public WebhookClient(
        Uri url, IEnumerable<string> allowedNetworks, X509Certificate2Collection? authorities, TimeSpan timeout, TimeProvider time,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve)
    {
        (_url, _timeout, _time) = (url, timeout, time);
        var guard = new NetworkGuard([.. allowedNetworks.Select(IPNetwork.Parse)]);

        // Time-outs are ours, by the injected clock.
#pragma warning disable CA2000 // The client owns the handler.
        _client = new HttpClient(GuardedHttp.Create(guard, authorities, resolve)) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
    }

    /// <summary>Sends a request and reads the answer.</summary>
    public async Task<WebhookAnswer> AskAsync(HttpRequestMessage request, Func<HttpResponseMessage, WebhookAnswer> read, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // The body of the answer is not read: nothing in it changes what is done.
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return read(response);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AddressRefusedException refused)
        {
            // An address that is written down will be the same tomorrow; a name may only be somewhere else for now, as behind a hotel's portal.
            return new WebhookAnswer.Trouble(IPAddress.TryParse(_url.IdnHost, out _) ? new SendResult.Stopped(refused.Message) : new SendResult.Retry(refused.Message));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return new WebhookAnswer.Trouble(new SendResult.Retry($"The receiver cannot be reached: {exception.Message}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer.Trouble(new SendResult.Retry($"The receiver did not answer within {_timeout.TotalSeconds} s."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
