using System.Text;

namespace IotHub.Uplink.Mqtt;

/// <summary>Which MQTT broker events are published to, and how.</summary>
public sealed record MqttUplinkOptions
{
    /// <summary>Names its cursor in the outbox.</summary>
    public string Name { get; init; } = "mqtt";

    /// <summary>Name or address of the broker.</summary>
    public string Host { get; init; } = "";

    /// <summary>TCP port, 1 to 65,535.</summary>
    public int Port { get; init; } = 8883;

    /// <summary>Whether the connection is TLS. Without it anybody on the way can read the events.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Whether MQTT 5.0 is spoken, whose acknowledgements say more; otherwise 3.1.1.</summary>
    public bool Version5 { get; init; } = true;

    /// <summary>Client id, 1 to 128 characters; each hub needs its own.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Empty to sign in without.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Empty to sign in without.</summary>
    public string Password { get; init; } = "";

    /// <summary>PEM file of the certificate that the hub shows; empty for none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file of its private key.</summary>
    public string CertificateKeyFile { get; init; } = "";

    /// <summary>PEM file of the only authorities trusted; empty for those of the system.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>Topic with places: <c>{hub}</c>, <c>{tenant}</c>, <c>{type}</c>, <c>{source}</c>, <c>{id}</c>.</summary>
    public string Topic { get; init; } = "mihub/{tenant}/{hub}/events";

    /// <summary>Fills <c>{hub}</c>: a pseudonym, not the home's name.</summary>
    public string Hub { get; init; } = "hub";

    /// <summary>Fills <c>{tenant}</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>How events are put into messages. Single is CloudEvents' own structured mode; a batch is this hub's profile.</summary>
    public UplinkMode Mode { get; init; } = UplinkMode.Single;

    /// <summary>Bytes of a message's body, 1,024 to 245,760; one event that is larger is refused. The default is within the 64 KiB that every CloudEvents intermediary carries.</summary>
    public int MessageBodyBytesMax { get; init; } = UplinkLimits.BatchBytesMax + 1024;

    /// <summary>Messages sent and not acknowledged, 1 to 1,000.</summary>
    public int InFlightMax { get; init; } = 64;

    /// <summary>Longest silence on an open connection, 5 s to 1,200 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for the acknowledgement of a batch, and for an answer to CONNECT, 1 s to 5 min.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection stays open after the last message, 0 to 10 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Says what is wrong, a sentence for each fault; empty when all is well. Files are looked at when the uplink is made.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        OptionChecks.Name(faults, Name);
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            faults.Add($"Host is \"{Host}\": expected the name or address of a broker.");
        }

        OptionChecks.Range(faults, nameof(Port), Port, 1, 65_535);
        if (ClientId.Length is 0 or > 128)
        {
            faults.Add($"ClientId has {ClientId.Length} characters: expected 1 to 128, other ones for each hub.");
        }

        if (Password.Length > 0 && UserName.Length == 0)
        {
            faults.Add("Password is set without UserName: set both or none.");
        }

        if (CertificateFile.Length > 0 != CertificateKeyFile.Length > 0)
        {
            faults.Add("CertificateFile and CertificateKeyFile belong together: name both or none.");
        }

        if (!Tls && CertificateFile.Length + AuthorityFile.Length > 0)
        {
            faults.Add("Tls is off, so that CertificateFile and AuthorityFile have no use: set Tls or leave them out.");
        }

        if (TopicTemplate.Parse(Topic, out var fault) is null)
        {
            faults.Add(fault);
        }

        if (Hub.Length is 0 or > 64 || Tenant.Length is 0 or > 64)
        {
            faults.Add("Hub and Tenant have 1 to 64 characters each.");
        }

        OptionChecks.Range(faults, nameof(MessageBodyBytesMax), MessageBodyBytesMax, 1024, 240 * 1024);
        OptionChecks.Range(faults, nameof(InFlightMax), InFlightMax, 1, 1_000);
        OptionChecks.Range(faults, nameof(KeepAlive), KeepAlive, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1200));
        OptionChecks.Range(faults, nameof(SendTimeout), SendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        OptionChecks.Range(faults, nameof(IdleTimeout), IdleTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        return faults;
    }

    // A record prints its members, and this one holds a password.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }
}
