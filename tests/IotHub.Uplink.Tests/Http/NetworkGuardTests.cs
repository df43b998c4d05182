using System.Net;
using IotHub.Uplink.Http;

namespace IotHub.Uplink.Tests.Http;

/// <summary>Every spelling of an address, by way of the same parsing that a request takes.</summary>
public sealed class NetworkGuardTests
{
    private static readonly IPAddress Own = IPAddress.Parse("93.184.216.40");

    [Theory]

    // Loopback, as it is written and as it can be written.
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.1/")]
    [InlineData("http://127.255.255.254/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0x7F.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0177.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/")]
    [InlineData("http://[0000:0000:0000:0000:0000:0000:0000:0001]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://user@127.0.0.1/")]
    [InlineData("http://example.org@127.0.0.1/")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("https://127.0.0.1:443/#example.org")]

    // This machine, and nobody.
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://0/")]
    [InlineData("http://0.1.2.3/")]
    [InlineData("http://[::]/")]
    [InlineData("http://93.184.216.40/")]
    [InlineData("http://[::ffff:93.184.216.40]/")]

    // Link-local, where clouds and routers keep their secrets.
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xa9fea9fe/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[64:ff9b::a9fe:a9fe]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[febf::1]/")]

    // Private and shared.
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://10.255.255.255/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://192.168.1/")]
    [InlineData("http://3232235521/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://100.127.255.255/")]
    [InlineData("http://[fc00::1]/")]
    [InlineData("http://[fd12:3456:789a::1]/")]
    [InlineData("http://[fec0::1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[2002:c0a8:0101::1]/")]
    [InlineData("http://[2001:0:53aa:64c::1]/")]

    // Multicast, broadcast, reserved, documentation, benchmarks.
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://239.255.255.250/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://240.0.0.1/")]
    [InlineData("http://[ff02::1]/")]
    [InlineData("http://192.0.2.1/")]
    [InlineData("http://198.51.100.1/")]
    [InlineData("http://203.0.113.1/")]
    [InlineData("http://198.18.0.1/")]
    [InlineData("http://192.0.0.8/")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("http://[100::1]/")]
    public void Allows_AddressThatIsNotPublic_No(string written) => Assert.False(Guard().Allows(AddressOf(written)));

    [Theory]
    [InlineData("https://93.184.216.34/")]
    [InlineData("https://1.1.1.1/")]
    [InlineData("https://172.15.255.255/")]
    [InlineData("https://172.32.0.1/")]
    [InlineData("https://100.63.255.255/")]
    [InlineData("https://100.128.0.1/")]
    [InlineData("https://192.169.0.1/")]
    [InlineData("https://223.255.255.255/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://[::ffff:1.1.1.1]/")]
    [InlineData("https://[64:ff9b::101:101]/")]
    public void Allows_PublicAddress_Yes(string written) => Assert.True(Guard().Allows(AddressOf(written)));

    [Theory]
    [InlineData("http://192.168.1.20/", true)]
    [InlineData("http://[::ffff:192.168.1.20]/", true)]
    [InlineData("http://192.168.2.20/", false)]
    [InlineData("http://[fd00::5]/", true)]
    [InlineData("http://127.0.0.1/", false)]
    public void Allows_NetworkThatASettingNames_OnlyThat(string written, bool isAllowed) =>
        Assert.Equal(isAllowed, Guard(IPNetwork.Parse("192.168.1.0/24"), IPNetwork.Parse("fd00::/64")).Allows(AddressOf(written)));

    [Fact]
    public void Allows_OwnAddressesOfThisMachine_No() => Assert.False(new NetworkGuard([]).Allows(IPAddress.Loopback));

    private static NetworkGuard Guard(params IPNetwork[] allowed) => new(allowed, () => [Own]);

    /// <summary>What a request to the URL would connect to; none of the table needs a name server.</summary>
    private static IPAddress AddressOf(string written) => IPAddress.Parse(new Uri(written).IdnHost);
}
