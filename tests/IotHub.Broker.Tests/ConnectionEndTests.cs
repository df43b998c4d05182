using IotHub.Broker.Connections;

namespace IotHub.Broker.Tests;

public sealed class ConnectionEndTests : IDisposable
{
    private readonly BrokerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task StopAsync_ClientGoesWhileItIsToldSo_EndsAllTheSame()
    {
        var transport = new LastWordTransport();
        var connection = _fixture.Broker.Open(transport, null);
        connection.Receive(Convert.FromHexString("100e00044d5154540502000000000161"), [], out var connected);
        await connected;
        Assert.NotNull(connection.Session);

        // Its reader has seen the end, and lets go of it while the broker is at DISCONNECT.
        transport.Sending = connection.Dispose;
        var stopping = _fixture.Broker.StopAsync(CancellationToken.None);
        await _fixture.Broker.CloseAsync(connection);

        await stopping;
        Assert.Equal(0, _fixture.Broker.GetStatistics().Connections);
    }

    /// <summary>Takes everything, and says when.</summary>
    private sealed class LastWordTransport : OutputTransport
    {
        public Action? Sending { get; set; }

        public override SendState Send(ReadOnlySpan<byte> bytes, out int taken)
        {
            Sending?.Invoke();
            taken = bytes.Length;
            return SendState.Taken;
        }

        public override void CallWhenReady()
        {
        }

        public override void Complete()
        {
        }

        public override void Abort()
        {
        }
    }
}
