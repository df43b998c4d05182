namespace IotHub.Broker.Access;

/// <summary>A method of enhanced authentication (section 4.12), by the name clients ask for.</summary>
public interface IAuthenticationMethod
{
    /// <summary>Name as it stands in CONNECT, such as <c>SCRAM-SHA-256</c>.</summary>
    string Name { get; }

    /// <summary>Begins to authenticate one client.</summary>
    IAuthenticationExchange Begin();
}

/// <summary>One run of a method with one client. Called by one thread at a time; must not block.</summary>
public interface IAuthenticationExchange
{
    /// <summary>Takes what the client said.</summary>
    /// <param name="data">Its authentication data; empty when there was none.</param>
    AuthenticationStep Receive(ReadOnlySpan<byte> data);
}

/// <summary>How an authentication stands after the client has spoken.</summary>
/// <param name="Status">Whether it goes on.</param>
/// <param name="Data">What is sent to the client; empty for nothing.</param>
/// <param name="UserName">Who the client has shown to be, when it has; null otherwise.</param>
/// <param name="Reason">Why it was refused, for the log; null otherwise.</param>
public readonly record struct AuthenticationStep(AuthenticationStatus Status, ReadOnlyMemory<byte> Data, string? UserName, string? Reason);

/// <summary>How an authentication stands.</summary>
public enum AuthenticationStatus
{
    /// <summary>It is over, and the client is not let in.</summary>
    Refused,

    /// <summary>The client must answer.</summary>
    Continue,

    /// <summary>The client is who it says.</summary>
    Complete,
}
