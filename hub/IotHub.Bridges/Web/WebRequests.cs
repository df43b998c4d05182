using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;
using IotHub.Runtime;
using IotHub.Runtime.Feeds;

namespace IotHub.Bridges.Web;

/// <summary>Sends the HTTP requests that automations ask for. What comes back is not read but for its status; redirects are not followed.</summary>
/// <param name="client">Sends; whoever made it disposes of it.</param>
/// <param name="time">Clock of the time-outs.</param>
/// <param name="told">Told of each request that came to an end: the request, and its status or null where it failed, and why.</param>
public sealed class WebRequests(HttpClient client, TimeProvider time, Action<HubOutput.WebRequested, int?, string> told) : IOutsidePort
{
    // Rules that ask for more than this at once overrun any server of a home; the newest is dropped and counted.
    private const int QueueCapacity = 256;

    private const int AtOnce = 4;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Channel<HubOutput.WebRequested> _outgoing = Channel.CreateBounded<HubOutput.WebRequested>(
        new BoundedChannelOptions(QueueCapacity) { SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private long _dropped;

    /// <summary>How many requests found the queue full and were not sent.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void Offer(IReadOnlyList<HubOutput> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is HubOutput.WebRequested request && !_outgoing.Writer.TryWrite(request))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }

    /// <summary>Sends until cancelled, a few at a time.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => SendAllAsync(cancellationToken)));

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var request in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await SendAsync(request, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The normal end.
        }
    }

    private async Task SendAsync(HubOutput.WebRequested request, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            told(request, null, "it is no http or https address");
            return;
        }

        using var patience = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var message = Compose(request, address);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            told(request, (int)response.StatusCode, string.Empty);
        }
        catch (HttpRequestException fault)
        {
            told(request, null, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            told(request, null, $"nothing came within {Timeout.TotalSeconds} s");
        }
    }

    private static HttpRequestMessage Compose(HubOutput.WebRequested request, Uri address)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.Body is { } body)
        {
            message.Content = new StringContent(body, Encoding.UTF8);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (message.Content is not null && name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                message.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(value, out var type) ? type : message.Content.Headers.ContentType;
            }
            else
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
