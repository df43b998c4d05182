using System.Net;

namespace IotHub.Uplink.Http;

/// <summary>A host has no address that may be connected to.</summary>
public sealed class AddressRefusedException : IOException
{
    /// <summary>Says which.</summary>
    /// <param name="host">The host as it was asked for.</param>
    /// <param name="addresses">What it resolves to.</param>
    public AddressRefusedException(string host, IReadOnlyList<IPAddress> addresses)
        : base($"{host} is at {string.Join(", ", addresses)}, which is not of the public internet; AllowedNetworks can allow it.")
    {
    }
}
