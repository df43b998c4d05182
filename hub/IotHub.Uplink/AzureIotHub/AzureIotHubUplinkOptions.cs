namespace IotHub.Uplink.AzureIotHub;

/// <summary>How the hub reaches Azure IoT Hub: by a connection string, or by the provisioning service.</summary>
public sealed record AzureIotHubUplinkOptions
{
    /// <summary>Names its cursor in the outbox.</summary>
    public string Name { get; init; } = "azure";

    /// <summary>
    /// The device's connection string: <c>HostName=…;DeviceId=…;SharedAccessKey=…</c>, or <c>…;x509=true</c> with <see cref="CertificateFile"/>. Also understood:
    /// <c>ModuleId</c>, <c>GatewayHostName</c>, <c>SharedAccessKeyName</c>. Empty to be provisioned.
    /// </summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Id scope of the provisioning service; empty with a connection string.</summary>
    public string IdScope { get; init; } = "";

    /// <summary>Registration id: 1 to 128 letters, digits and <c>- . _ :</c>.</summary>
    public string RegistrationId { get; init; } = "";

    /// <summary>Base64 key of this registration; empty with <see cref="GroupKey"/> or a certificate.</summary>
    public string DeviceKey { get; init; } = "";

    /// <summary>Base64 key of an enrolment group, from which the device's key is derived; empty otherwise. <see cref="DeviceKey"/> is better: this one opens the whole group.</summary>
    public string GroupKey { get; init; } = "";

    /// <summary>Host of the provisioning service, with a port if it is not 8883.</summary>
    public string ProvisioningHost { get; init; } = "global.azure-devices-provisioning.net";

    /// <summary>PEM file of the device's certificate, shown instead of a signature; empty to sign.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file of its private key.</summary>
    public string CertificateKeyFile { get; init; } = "";

    /// <summary>PEM file of the only authorities trusted, as for a gateway of one's own; empty for those of the system.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>Connects here, host or host:port, instead of to the hub; the hub's name stays in user name and token. Empty for none.</summary>
    public string GatewayHost { get; init; } = "";

    /// <summary>Whether MQTT goes over WebSocket, port 443, where a firewall lets nothing else out.</summary>
    public bool WebSocket { get; init; }

    /// <summary>Whether the connection is kept open with nothing to send, for direct methods, desired properties and messages from the cloud.</summary>
    public bool StayConnected { get; init; }

    /// <summary>Whether the cloud may change the hub by desired properties; otherwise they are neither asked for, nor applied, nor answered.</summary>
    public bool TakesDesired { get; init; }

    /// <summary>How events are put into messages. The service's meter counts in blocks of 4 KB, so that many small events in one message are cheaper.</summary>
    public UplinkMode Mode { get; init; } = UplinkMode.Batch;

    /// <summary>Bytes of a message's body, 1,024 to 245,760 (15 KB of the service's 256 KB are for properties).</summary>
    public int MessageBodyBytesMax { get; init; } = UplinkLimits.BatchBytesMax + 1024;

    /// <summary>Messages sent and not acknowledged, 1 to 100. 16 keeps a line of 200 ms busy.</summary>
    public int InFlightMax { get; init; } = 16;

    /// <summary>Longest wait for the acknowledgement of a batch, and for an answer to CONNECT, 1 s to 5 min; the official clients' 30 s.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest silence on an open connection, 5 s to 1,177 s, the service's maximum.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Life of a token, 5 min to 24 h. It is renewed, by a new connection, before 85 % of it.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a connection stays open after the last message, 0 to 10 min, unless <see cref="StayConnected"/>.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the hub's health is reported on an open connection, 1 min to 24 h; the first time on the first connection.</summary>
    public TimeSpan HealthInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Says what is wrong, a sentence for each fault; empty when all is well. Files are looked at when the uplink is made.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        OptionChecks.Name(faults, Name);
        CheckIdentity(faults);
        if (CertificateFile.Length > 0 != CertificateKeyFile.Length > 0)
        {
            faults.Add("CertificateFile and CertificateKeyFile belong together: name both or none.");
        }

        if (GatewayHost.Length > 0 && !HostPort.TryParse(GatewayHost, 8883, out _))
        {
            faults.Add($"GatewayHost is \"{GatewayHost}\": expected a host, or a host and a port as in gateway:8883.");
        }

        OptionChecks.Range(faults, nameof(MessageBodyBytesMax), MessageBodyBytesMax, 1024, 240 * 1024);
        OptionChecks.Range(faults, nameof(InFlightMax), InFlightMax, 1, 100);
        OptionChecks.Range(faults, nameof(SendTimeout), SendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        OptionChecks.Range(faults, nameof(KeepAlive), KeepAlive, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1177));
        OptionChecks.Range(faults, nameof(TokenLife), TokenLife, TimeSpan.FromMinutes(5), TimeSpan.FromHours(24));
        OptionChecks.Range(faults, nameof(IdleTimeout), IdleTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        OptionChecks.Range(faults, nameof(HealthInterval), HealthInterval, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        return faults;
    }

    // A record prints its members, and this one holds keys.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }

    private void CheckIdentity(List<string> faults)
    {
        if (ConnectionString.Length > 0)
        {
            if (IdScope.Length + RegistrationId.Length + DeviceKey.Length + GroupKey.Length > 0)
            {
                faults.Add("ConnectionString is set beside IdScope, RegistrationId, DeviceKey or GroupKey: a device has a connection string or is provisioned.");
            }

            if (DeviceIdentity.Parse(ConnectionString, out var fault) is not { } identity)
            {
                faults.Add(fault);
            }
            else if (identity.Key.IsEmpty && CertificateFile.Length == 0)
            {
                faults.Add("ConnectionString has no SharedAccessKey: name CertificateFile and CertificateKeyFile.");
            }

            return;
        }

        if (IdScope.Length == 0)
        {
            faults.Add("ConnectionString and IdScope are empty: one of them says where the device belongs.");
            return;
        }

        if (RegistrationId.Length is 0 or > 128 || !RegistrationId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or ':'))
        {
            faults.Add($"RegistrationId is \"{RegistrationId}\": expected 1 to 128 letters, digits and - . _ :");
        }

        if (IdScope.Contains('/', StringComparison.Ordinal))
        {
            faults.Add($"IdScope is \"{IdScope}\": expected a word such as 0ne0012ABCD.");
        }

        if (!HostPort.TryParse(ProvisioningHost, 8883, out _))
        {
            faults.Add($"ProvisioningHost is \"{ProvisioningHost}\": expected a host, or a host and a port.");
        }

        if (new[] { DeviceKey, GroupKey, CertificateFile }.Count(text => text.Length > 0) != 1)
        {
            faults.Add("Exactly one of DeviceKey, GroupKey and CertificateFile says how the device proves who it is.");
        }

        OptionChecks.Base64(faults, nameof(DeviceKey), DeviceKey);
        OptionChecks.Base64(faults, nameof(GroupKey), GroupKey);
    }
}
