using System.Net.Sockets;
using IotHub.Broker.Listeners.Sockets;
using IotHub.Testing;

namespace IotHub.Broker.Tests.Sockets;

public sealed class EventLoopTests
{
    /// <summary>
    /// The system has no events for an ordinary file (EPERM). The next socket gets the place, never the loop's own, in its second turn: an event
    /// of the first is none of its.
    /// </summary>
    [Fact]
    public void Add_AfterWhatTheSystemRefuses_GivesThePlaceInItsNextTurn()
    {
        using var folder = new TemporaryFolder();
        using var file = File.OpenHandle(folder.At("file"), FileMode.Create, FileAccess.ReadWrite);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var loop = new EventLoop("test", 0);
        loop.Start();
        Assert.Equal(0, loop.Add(file, new Nothing(), LibC.ReadyToRead));
        loop.Remove(0);
        Assert.Equal((2L << 32) | 1, loop.Add(socket.SafeHandle, new Nothing(), 0));
    }

    private sealed class Nothing : ISocketEvents
    {
        public void Ready(int events)
        {
            // Not of interest.
        }

        public void Posted()
        {
            // Not of interest.
        }

        public void Failed(Exception error)
        {
            // Not of interest.
        }
    }
}
