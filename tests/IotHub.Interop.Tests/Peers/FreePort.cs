using System.Net;
using System.Net.Sockets;

namespace IotHub.Interop.Tests.Peers;

/// <summary>Ports for programs that cannot be told to take a free one.</summary>
internal static class FreePort
{
    /// <summary>So many ports of the loopback address that were free a moment ago, all different.</summary>
    public static int[] Take(int count)
    {
        var listeners = new TcpListener[count];
        for (var i = 0; i < count; i++)
        {
            listeners[i] = new TcpListener(IPAddress.Loopback, 0);
            listeners[i].Start();
        }

        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }
}
