using System.Net;
using System.Net.Sockets;
using IotHub.Broker.Admission;
using IotHub.Broker.Delivery;
using IotHub.Broker.Limits;
using IotHub.Testing;

namespace IotHub.Broker.Tests;

public class AdmissionTests
{
    private static readonly IPEndPoint Far = new(IPAddress.Parse("192.0.2.1"), 1);
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void TryEnter_ConnectionsOfOneAddress_HoldAtTheNumber(int connections, bool letIn)
    {
        using var admission = Make(new BrokerLimits { ConnectionsPerAddressMax = 2 });
        for (var i = 1; i < connections; i++)
        {
            Assert.NotNull(admission.TryEnter(new IPEndPoint(Far.Address, i)));
        }

        Assert.Equal(letIn, admission.TryEnter(Far) is not null);
        Assert.Equal(letIn ? 0 : 1, admission.Refused().GetValueOrDefault(RefusalReason.ConnectionsOfAddress));
        Assert.NotNull(admission.TryEnter(new IPEndPoint(IPAddress.Parse("192.0.2.2"), 1)));
    }

    [Fact]
    public void Dispose_OnceOrTwice_MakesRoomForOne()
    {
        using var admission = Make(new BrokerLimits { ConnectionsPerAddressMax = 2 });
        var first = admission.TryEnter(Far)!;
        Assert.NotNull(admission.TryEnter(Far));
        Assert.Null(admission.TryEnter(Far));
        first.Dispose();
        first.Dispose();
        Assert.Equal(1, admission.Connections);
        Assert.NotNull(admission.TryEnter(Far));
        Assert.Null(admission.TryEnter(Far));
    }

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void TryEnter_RateOfOneAddress_HoldsAtTheNumber(int attempts, bool letIn)
    {
        using var admission = Make(new BrokerLimits());
        for (var i = 1; i < attempts; i++)
        {
            admission.TryEnter(Far)!.Dispose();
        }

        Assert.Equal(letIn, admission.TryEnter(Far) is not null);
        Assert.Equal(letIn ? 0 : 1, admission.Refused().GetValueOrDefault(RefusalReason.RateOfAddress));
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.NotNull(admission.TryEnter(Far));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void TryEnter_AllConnections_HoldAtTwiceTheNumber(int connections, bool letIn)
    {
        using var admission = Make(new BrokerLimits { ConnectionsMax = 2 });
        for (var i = 1; i < connections; i++)
        {
            Assert.NotNull(admission.TryEnter(i % 2 == 0 ? null : new IPEndPoint(new IPAddress(i), 1)));
        }

        Assert.Equal(letIn, admission.TryEnter(null) is not null);
        Assert.Equal(letIn ? 0 : 1, admission.Refused().GetValueOrDefault(RefusalReason.Connections));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void TryEnter_Addresses_HoldAtTheNumber(int addresses, bool letIn)
    {
        using var admission = Make(new BrokerLimits { AddressesMax = 3 });
        for (var i = 1; i < addresses; i++)
        {
            Assert.NotNull(admission.TryEnter(new IPEndPoint(new IPAddress(i), 1)));
        }

        Assert.Equal(letIn, admission.TryEnter(Far) is not null);
        Assert.Equal(letIn ? 0 : 1, admission.Refused().GetValueOrDefault(RefusalReason.Addresses));
    }

    /// <summary>An address is forgotten when it has no connection and has not used its rate; not before, or its rate would begin anew.</summary>
    [Fact]
    public void TryEnter_AddressesThatLeft_MakeRoomOnceTheirRateIsWhole()
    {
        using var admission = Make(new BrokerLimits { AddressesMax = 2 });
        var stays = admission.TryEnter(new IPEndPoint(new IPAddress(1), 1));
        admission.TryEnter(new IPEndPoint(new IPAddress(2), 1))!.Dispose();
        _time.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Null(admission.TryEnter(Far));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(admission.TryEnter(Far));
        Assert.Equal(2, admission.Addresses);
        stays!.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData(null)]
    public void TryEnter_FromThisMachine_IsBoundedOnlyWhenToldTo(string? address)
    {
        EndPoint remote = address is null ? new UnixDomainSocketEndPoint("x") : new IPEndPoint(IPAddress.Parse(address), 1);
        using var free = Make(new BrokerLimits { ConnectionsPerAddressMax = 1 });
        Assert.NotNull(free.TryEnter(remote));
        Assert.NotNull(free.TryEnter(remote));
        using var bounded = Make(new BrokerLimits { ConnectionsPerAddressMax = 1, BoundsLocalClients = true });
        Assert.NotNull(bounded.TryEnter(remote));
        Assert.Null(bounded.TryEnter(remote));
    }

    [Fact]
    public void TryEnter_AnAddressInItsTwoForms_IsOneAddress()
    {
        using var admission = Make(new BrokerLimits { ConnectionsPerAddressMax = 1 });
        Assert.NotNull(admission.TryEnter(Far));
        Assert.Null(admission.TryEnter(new IPEndPoint(IPAddress.Parse("::ffff:192.0.2.1"), 1)));
    }

    private ConnectionAdmission Make(BrokerLimits limits) => new(limits, new BrokerClock(_time));
}
