using IotHub.Mqtt.Authentication;

namespace IotHub.Broker.Access;

/// <summary>SCRAM-SHA-256 (RFC 7677): the password never crosses the wire, and the server shows that it knows it too.</summary>
/// <param name="find">The credential of a user; null when there is no such user. Must not block.</param>
/// <param name="decoy">Stands in for users that do not exist.</param>
public sealed class ScramAuthentication(Func<string, ScramCredential?> find, ScramDecoy decoy) : IAuthenticationMethod
{
    /// <inheritdoc/>
    public string Name => "SCRAM-SHA-256";

    /// <inheritdoc/>
    public IAuthenticationExchange Begin() => new Exchange(new ScramSha256Server(find, decoy, ScramSha256.CreateNonce()));

    private sealed class Exchange(ScramSha256Server server) : IAuthenticationExchange
    {
        public AuthenticationStep Receive(ReadOnlySpan<byte> data)
        {
            var step = server.Receive(data);
            return step.Status switch
            {
                ScramStatus.Continue => new AuthenticationStep(AuthenticationStatus.Continue, step.Message, null, null),
                ScramStatus.Complete => new AuthenticationStep(AuthenticationStatus.Complete, step.Message, server.UserName, null),
                _ => new AuthenticationStep(AuthenticationStatus.Refused, default, null, step.Reason),
            };
        }
    }
}
