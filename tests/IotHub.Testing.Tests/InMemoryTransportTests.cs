using System.Text;

namespace IotHub.Testing.Tests;

public sealed class InMemoryTransportTests
{
    [Fact]
    public async Task CreatePair_BytesWrittenAtOneEnd_AreReadAtTheOther()
    {
        var (client, server) = InMemoryTransport.CreatePair();

        await client.Output.WriteAsync(Encoding.UTF8.GetBytes("up"));
        await server.Output.WriteAsync(Encoding.UTF8.GetBytes("down"));

        Assert.Equal("up", Encoding.UTF8.GetString((await server.Input.ReadAsync()).Buffer));
        Assert.Equal("down", Encoding.UTF8.GetString((await client.Input.ReadAsync()).Buffer));
    }

    [Fact]
    public async Task CloseAsync_OfOneEnd_EndsTheOthersReading()
    {
        var (client, server) = InMemoryTransport.CreatePair();

        await client.CloseAsync();

        Assert.True((await server.Input.ReadAsync()).IsCompleted);
    }
}
