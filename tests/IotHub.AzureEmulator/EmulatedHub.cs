using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using IotHub.AzureEmulator.Connections;
using IotHub.AzureEmulator.Devices;
using IotHub.AzureEmulator.Provisioning;
using IotHub.AzureEmulator.Records;
using IotHub.AzureEmulator.Security;
using IotHub.Mqtt.Packets;

namespace IotHub.AzureEmulator;

/// <summary>The state of the emulated service: devices, twins, calls, registrations. One lock guards all of it; nothing in it waits.</summary>
public sealed class EmulatedHub
{
    // What the service keeps for one device, and for how long by default.
    private const int PendingMax = 50;
    private static readonly TimeSpan CloudMessageLife = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly Dictionary<string, DeviceRecord> _devices = [];
    private readonly ProvisioningDesk _provisioning;
    private int _cloudMessages;

    internal EmulatedHub(EmulatorOptions options, EmulatorCertificates certificates, TimeProvider time)
    {
        Options = options;
        Certificates = certificates;
        _time = time;
        _provisioning = new ProvisioningDesk(this);
    }

    /// <summary>What it goes by.</summary>
    public EmulatorOptions Options { get; }

    /// <summary>Its authority, and certificates for devices.</summary>
    public EmulatorCertificates Certificates { get; }

    /// <summary>What it does wrong on request.</summary>
    public Faults Faults { get; } = new();

    /// <summary>All that devices did.</summary>
    public Recorder Record { get; } = new();

    /// <summary>The emulator's time, fault included.</summary>
    public DateTimeOffset Now => _time.GetUtcNow() + Faults.ClockSkew;

    internal Lock Gate { get; } = new();

    internal MethodCalls Calls { get; } = new();

    /// <summary>Makes a device known, or makes it anew. A thumbprint is of the certificate it shows instead of signing.</summary>
    public DeviceRecord Add(string id, ReadOnlyMemory<byte>? key = null, string? thumbprint = null)
    {
        lock (Gate)
        {
            return _devices[id] = new DeviceRecord(id, key, thumbprint);
        }
    }

    /// <summary>Null where there is no such device.</summary>
    public DeviceRecord? Find(string id)
    {
        lock (Gate)
        {
            return _devices.GetValueOrDefault(id);
        }
    }

    /// <summary>Forgets a device and ends its connection.</summary>
    public bool Remove(string id)
    {
        lock (Gate)
        {
            if (!_devices.Remove(id, out var device))
            {
                return false;
            }

            device.Connection?.Close_NeedsLock();
            return true;
        }
    }

    /// <summary>Ends a device's connection without a word.</summary>
    public void Kick(string id)
    {
        lock (Gate)
        {
            _devices.GetValueOrDefault(id)?.Connection?.Close_NeedsLock();
        }
    }

    /// <summary>Leaves a message for a device; false where there is no such device or too many wait for it.</summary>
    public bool SendToDevice(string id, ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string> properties)
    {
        lock (Gate)
        {
            if (!_devices.TryGetValue(id, out var device) || device.Pending.Count >= PendingMax)
            {
                return false;
            }

            device.Pending.Add(new CloudMessage($"cloud-{++_cloudMessages}", body, properties, Now + CloudMessageLife));
            device.Connection?.Deliver_NeedsLock();
            return true;
        }
    }

    /// <summary>How many messages wait for a device.</summary>
    public int PendingFor(string id)
    {
        lock (Gate)
        {
            return _devices.GetValueOrDefault(id)?.Pending.Count ?? 0;
        }
    }

    /// <summary>Calls a direct method and waits for the device.</summary>
    public async Task<MethodResult> CallAsync(string id, string name, string payload, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string rid;
        Task<(int Status, string Body)> answer;
        lock (Gate)
        {
            (rid, answer) = Calls.Begin();
            if (_devices.GetValueOrDefault(id)?.Connection?.Call_NeedsLock(name, rid, payload) != true)
            {
                Calls.End(rid);
                return new MethodResult(404, "", IsAnswered: false);
            }
        }

        try
        {
            var (status, body) = await answer.WaitAsync(timeout, _time, cancellationToken);
            return new MethodResult(status, body, IsAnswered: true);
        }
        catch (TimeoutException)
        {
            return new MethodResult(504, "", IsAnswered: false);
        }
        finally
        {
            lock (Gate)
            {
                Calls.End(rid);
            }
        }
    }

    /// <summary>A device's twin as a copy: desired, reported, tags and versions; null where there is no such device.</summary>
    public JsonObject? Twin(string id)
    {
        lock (Gate)
        {
            if (!_devices.TryGetValue(id, out var device))
            {
                return null;
            }

            var twin = device.Twin.ForDevice();
            twin["tags"] = device.Twin.Tags.DeepClone();
            return twin;
        }
    }

    /// <summary>Changes what the cloud desires of a device and tells it.</summary>
    /// <returns>What is wrong with it; null when all is well.</returns>
    public string? Desire(string id, JsonNode? desired, JsonNode? tags = null)
    {
        lock (Gate)
        {
            if (!_devices.TryGetValue(id, out var device))
            {
                return "there is no such device";
            }

            if (tags is not null && device.Twin.Tag(tags) is { } fault)
            {
                return fault;
            }

            if (desired is null)
            {
                return null;
            }

            var refused = device.Twin.Desire(desired);
            if (refused is null)
            {
                device.Connection?.Desire_NeedsLock(desired.AsObject(), device.Twin.DesiredVersion);
            }

            return refused;
        }
    }

    /// <summary>The key that a device of the enrolment group signs with: derived from the group's key and its registration id.</summary>
    public byte[] GroupDeviceKey(string registrationId) => HMACSHA256.HashData(Options.GroupKey.Span, Encoding.UTF8.GetBytes(registrationId));

    /// <summary>Answers CONNECT.</summary>
    internal IMqttEndpoint? Accept(MqttPeer peer, ConnectPacket connect)
    {
        lock (Gate)
        {
            var isProvisioning = connect.UserName?.Contains("/registrations/", StringComparison.Ordinal) == true;
            var code = Faults.TakeConnackRefusal() ? Faults.ConnackCode : Faults.TakeThrottle() ? 3 : 0;
            var (refusal, endpoint, isPresent) = code != 0 ? (code, null, false) : isProvisioning ? _provisioning.Accept(peer, connect) : AcceptDevice_NeedsLock(peer, connect);
            Record.Add(number => new RecordedConnection(
                number,
                connect.ClientId,
                connect.UserName ?? "",
                connect.Password is { } password ? Encoding.UTF8.GetString(password.Span) : null,
                connect.CleanStart,
                connect.KeepAlive,
                refusal,
                isPresent));
            peer.Send(new ConnackPacket { ReasonCode = ToReason(refusal), SessionPresent = isPresent });
            if (endpoint is DeviceConnection connection)
            {
                connection.Deliver_NeedsLock();
            }

            return endpoint;
        }
    }

    /// <summary>Whether a name is this hub's.</summary>
    internal bool IsOurs(string host) =>
        string.Equals(host, Options.HostName, StringComparison.OrdinalIgnoreCase)
        || Options.Aliases.Contains(host.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a service's token is good.</summary>
    internal bool IsServiceToken(string? text) =>
        SasToken.Parse(text) is { } token && token.ExpiresAt > Now && token.PolicyName == Options.PolicyName
        && IsOurs(token.Resource) && token.IsSignedBy(Options.PolicyKey.Span);

    private static ReasonCode ToReason(int returnCode) => returnCode switch
    {
        0 => ReasonCode.Success,
        1 => ReasonCode.UnsupportedProtocolVersion,
        2 => ReasonCode.ClientIdentifierNotValid,
        3 => ReasonCode.ServerUnavailable,
        4 => ReasonCode.BadUserNameOrPassword,
        _ => ReasonCode.NotAuthorized,
    };

    private (int Code, IMqttEndpoint? Endpoint, bool SessionPresent) AcceptDevice_NeedsLock(MqttPeer peer, ConnectPacket connect)
    {
        if (UserName.Parse(connect.UserName) is not { } user || user.ClientId != connect.ClientId || !IsOurs(user.Host))
        {
            return (4, null, false);
        }

        if (!_devices.TryGetValue(user.ClientId, out var device) || !device.IsEnabled)
        {
            return (5, null, false);
        }

        var token = SasToken.Parse(connect.Password is { } password ? Encoding.UTF8.GetString(password.Span) : null);
        if (!(device.Thumbprint is { } thumbprint ? IsShown(peer.Certificate, thumbprint) : token is not null && IsGood(token, device)))
        {
            return (5, null, false);
        }

        device.Connection?.Close_NeedsLock();
        var isPresent = device.HasSession && !connect.CleanStart;
        if (!isPresent)
        {
            device.Subscriptions.Clear();
        }

        device.HasSession = true;
        device.Pending.ForEach(message => message.PacketId = 0);
        device.Connection = new DeviceConnection(this, device, peer, connect)
        {
            Expiry = device.Thumbprint is null ? peer.CloseAt(token!.ExpiresAt - Faults.ClockSkew) : null,
        };
        return (0, device.Connection, isPresent);
    }

    private static bool IsShown(X509Certificate2? certificate, string thumbprint) =>
        certificate is not null && string.Equals(certificate.Thumbprint, thumbprint, StringComparison.OrdinalIgnoreCase);

    private bool IsGood(SasToken token, DeviceRecord device)
    {
        // By segments of the decoded resource; a policy's key may sign for the whole hub.
        var resource = token.Resource.Split('/', 2);
        var isFor = resource is [var host, var path] ? IsOurs(host) && path == device.Root : token.PolicyName is not null && IsOurs(token.Resource);
        return isFor
            && token.ExpiresAt > Now
            && token.IsSignedBy(token.PolicyName is null ? device.Key.Span : token.PolicyName == Options.PolicyName ? Options.PolicyKey.Span : default);
    }
}
