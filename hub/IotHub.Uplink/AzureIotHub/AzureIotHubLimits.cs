namespace IotHub.Uplink.AzureIotHub;

/// <summary>Numbers of the service and of this uplink, each with its source.</summary>
public static class AzureIotHubLimits
{
    /// <summary>What the service takes of one message: body, values of system properties, names and values of the others.</summary>
    public const int MessageBytesMax = 256 * 1024;

    /// <summary>What the service takes of a device's reported properties.</summary>
    public const int TwinBytesMax = 32 * 1024;

    /// <summary>What the service takes of a direct method's answer.</summary>
    public const int MethodBytesMax = 128 * 1024;

    /// <summary>Direct methods that run at once; a further one is answered 503. The service has no use for more from a home's hub.</summary>
    public const int MethodsAtOnceMax = 4;

    /// <summary>Desired changes that wait for the hub; beyond them the whole is asked for again, which says the same.</summary>
    public const int DesiredWaitingMax = 64;

    /// <summary>Desired properties of one change that the hub does not know and answers all the same. With names of 1 KB, the service's longest, they leave room in the report.</summary>
    public const int DesiredUnknownMax = 8;

    /// <summary>Connections that may end by the other side within <see cref="KickWindow"/> before the uplink takes it for a second process with its identity.</summary>
    public const int KicksMax = 5;

    /// <summary>Refused or failed connections in a row before a provisioned device asks where it belongs again: as the official clients do.</summary>
    public const int FailuresUntilProvisioning = 10;

    /// <summary>How often an answer "too many requests" to a twin request is followed by another try on one connection.</summary>
    public const int TwinAttemptsMax = 5;

    /// <summary>See <see cref="KicksMax"/>.</summary>
    public static readonly TimeSpan KickWindow = TimeSpan.FromMinutes(1);

    /// <summary>Longest time for a direct method: the service itself gives up after 30 s by default.</summary>
    public static readonly TimeSpan MethodTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Wait for the answer to a twin request.</summary>
    public static readonly TimeSpan TwinTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Shortest wait after "throttled": the official clients' 10 s.</summary>
    public static readonly TimeSpan ThrottleMin = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait after "throttled": the official clients' 60 s.</summary>
    public static readonly TimeSpan ThrottleMax = TimeSpan.FromSeconds(60);

    /// <summary>Longest registration with the provisioning service: the official clients' limit of an operation.</summary>
    public static readonly TimeSpan ProvisioningTimeout = TimeSpan.FromMinutes(4);

    /// <summary>Wait between questions to the provisioning service where it names none: the official clients' default.</summary>
    public static readonly TimeSpan ProvisioningPoll = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait that the provisioning service can ask for.</summary>
    public static readonly TimeSpan ProvisioningPollMax = TimeSpan.FromSeconds(60);

    /// <summary>Part of a token's life after which it is renewed, at the earliest and at the latest: before the official clients' 85 %.</summary>
    public static readonly (double Earliest, double Latest) Renewal = (0.70, 0.85);
}
