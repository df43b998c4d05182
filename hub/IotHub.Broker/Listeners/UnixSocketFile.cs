using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace IotHub.Broker.Listeners;

/// <summary>Binds listening sockets; takes care of the file of a Unix domain socket.</summary>
internal static class UnixSocketFile
{
    /// <summary>What opening a socket as a file fails with, and nothing else that lies in a folder (ENXIO).</summary>
    private const int NoSuchDeviceOrAddress = 6;

    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Binds; a Unix socket's file gets its mode before anybody can connect.</summary>
    /// <exception cref="SocketException">In use.</exception>
    /// <exception cref="IOException">There is a file that is no socket.</exception>
    public static Socket Bind(EndPoint endpoint)
    {
        if (endpoint is not UnixDomainSocketEndPoint || endpoint.ToString() is not { } path || OperatingSystem.IsWindows())
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }

        RemoveStale(path, endpoint);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(endpoint);
            File.SetUnixFileMode(path, OwnerAndGroup);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void RemoveStale(string path, EndPoint endpoint)
    {
        if (!Path.Exists(path))
        {
            return;
        }

        if (!IsSocket(path))
        {
            throw new IOException($"{path} is there and is no socket; it is left alone.", new SocketException((int)SocketError.AddressAlreadyInUse));
        }

        if (HasListener(endpoint))
        {
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }

        File.Delete(path);
    }

    private static bool IsSocket(string path)
    {
        try
        {
            // For reading and writing, since opening a named pipe for one of them waits for the other side.
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return false;
        }
        catch (IOException error) when (error.HResult == NoSuchDeviceOrAddress)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool HasListener(EndPoint endpoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endpoint);
            return true;
        }
        catch (SocketException error)
        {
            // Anything but "refused" is no proof that nobody is there.
            return error.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
