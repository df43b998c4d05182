using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace IotHub.Uplink.Http;

/// <summary>
/// HTTP to addresses that somebody configured: a name is resolved once and the address that was judged is the one connected to; no redirects,
/// no cookies, no proxy of the environment, which would connect for us unjudged.
/// </summary>
public static class GuardedHttp
{
    // Five seconds are long for any server that is there.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // What a receiver may say in headers; nothing of it is needed but a status and a wait.
    private const int HeaderKilobytesMax = 64;

    /// <summary>A handler for a client of its own.</summary>
    /// <param name="guard">Judges addresses.</param>
    /// <param name="authorities">The only authorities trusted; null for those of the system.</param>
    /// <param name="resolve">Resolves a name; null to ask the system.</param>
    public static SocketsHttpHandler Create(
        NetworkGuard guard, X509Certificate2Collection? authorities = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = HeaderKilobytesMax,

            // A name that moves is followed after a while; a pooled connection goes where it was judged to go.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = authorities is null ? null : Policy(authorities) },
            ConnectCallback = (context, cancellationToken) => ConnectAsync(guard, resolve ?? Dns.GetHostAddressesAsync, context.DnsEndPoint, cancellationToken),
        };

    private static async ValueTask<Stream> ConnectAsync(
        NetworkGuard guard, Func<string, CancellationToken, Task<IPAddress[]>> resolve, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellationToken);
        var allowed = addresses.Where(guard.Allows).ToList();
        if (allowed.Count == 0)
        {
            throw new AddressRefusedException(target.Host, addresses);
        }

        // The system tries one after the other, and only these.
        Socket? socket = null;
        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync([.. allowed], target.Port, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        // A home's own authority publishes no revocations.
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
