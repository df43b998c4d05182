using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace IotHub.Uplink.Http;

/// <summary>
/// Which addresses a request that somebody configured may reach: those of the public internet, and networks allowed by name. Judged is the
/// address that is connected to, not the text of a URL, so that no spelling and no name server gets round it.
/// </summary>
/// <param name="allowed">Networks that are allowed although they are not public, such as 192.168.1.0/24.</param>
/// <param name="own">The machine's own addresses, public ones too; null to ask the system.</param>
public sealed class NetworkGuard(IReadOnlyList<IPNetwork> allowed, Func<IEnumerable<IPAddress>>? own = null)
{
    // By the registries of special-purpose addresses (RFC 6890 and its updates): loopback, link-local, private, shared, documentation,
    // benchmarks, multicast, reserved.
    private static readonly IPNetwork[] SpecialV4 = Parse(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    // Of IPv6 only 2000::/3 is public, and of that not what tunnels to an IPv4 address (Teredo, 6to4) or is for documentation and tests.
    private static readonly IPNetwork PublicV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] SpecialV6 = Parse("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address may be connected to.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = Plain(address);
        return allowed.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain))
            || (IsPublic(plain) && !(own ?? OwnAddresses)().Any(mine => Plain(mine).Equals(plain)));
    }

    /// <summary>Whether an address is of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = Plain(address);
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !SpecialV4.Any(network => network.Contains(plain))
            : plain.ScopeId == 0 && PublicV6.Contains(plain) && !SpecialV6.Any(network => network.Contains(plain));
    }

    /// <summary>An IPv4 address that is dressed as IPv6 is judged as what it is.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId == 0 && Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        : address;

    private static IEnumerable<IPAddress> OwnAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces().SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address);

    private static IPNetwork[] Parse(params ReadOnlySpan<string> networks)
    {
        var parsed = new IPNetwork[networks.Length];
        for (var i = 0; i < networks.Length; i++)
        {
            parsed[i] = IPNetwork.Parse(networks[i]);
        }

        return parsed;
    }
}
