using System.Globalization;
using System.Text;
using IotHub.AzureEmulator.Connections;
using IotHub.AzureEmulator.Security;
using IotHub.Mqtt.Packets;

namespace IotHub.AzureEmulator.Provisioning;

/// <summary>The emulated provisioning service: one enrolment group by key, and one by the emulator's authority. Under the hub's lock.</summary>
internal sealed class ProvisioningDesk(EmulatedHub hub)
{
    private readonly Dictionary<string, Registration> _registrations = [];
    private int _last;

    /// <summary>A registration that is under way or done.</summary>
    public sealed record Registration(string OperationId, string RegistrationId, string? Thumbprint)
    {
        public int PollsLeft { get; set; }
    }

    public (int Code, IMqttEndpoint? Endpoint, bool SessionPresent) Accept(MqttPeer peer, ConnectPacket connect)
    {
        if (connect.UserName!.Split('/') is not [var scope, "registrations", var id, var query]
            || !query.StartsWith("api-version=", StringComparison.Ordinal)
            || scope != hub.Options.IdScope || id != connect.ClientId)
        {
            return (4, null, false);
        }

        if (peer.Certificate is { } certificate)
        {
            return hub.Certificates.HasSigned(certificate) && certificate.Subject == $"CN={id}"
                ? (0, new RegistrationConnection(hub, this, peer, id, certificate.Thumbprint), false)
                : (5, null, false);
        }

        var token = SasToken.Parse(connect.Password is { } password ? Encoding.UTF8.GetString(password.Span) : null);
        return token is { PolicyName: "registration" } && token.ExpiresAt > hub.Now && token.Resource == $"{scope}/registrations/{id}"
            && token.IsSignedBy(hub.GroupDeviceKey(id))
            ? (0, new RegistrationConnection(hub, this, peer, id, null), false)
            : (5, null, false);
    }

    /// <summary>Begins a registration anew.</summary>
    public Registration Begin(string id, string? thumbprint)
    {
        var registration = new Registration(string.Create(CultureInfo.InvariantCulture, $"4.emulated.{++_last}"), id, thumbprint) { PollsLeft = hub.Options.ProvisioningPolls };
        _registrations[registration.OperationId] = registration;
        return registration;
    }

    public Registration? Find(string operationId) => _registrations.GetValueOrDefault(operationId);

    /// <summary>Makes the device known to the hub; one that is known already stays as it is.</summary>
    public void Assign(Registration registration)
    {
        if (hub.Find(registration.RegistrationId) is not { } known || known.Thumbprint != registration.Thumbprint)
        {
            hub.Add(registration.RegistrationId, hub.GroupDeviceKey(registration.RegistrationId), registration.Thumbprint);
        }
    }
}
