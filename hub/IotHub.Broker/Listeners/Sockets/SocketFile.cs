using System.Runtime.InteropServices;

namespace IotHub.Broker.Listeners.Sockets;

/// <summary>A socket of the system. It is closed when the last who uses it is done, so that its number is never another's.</summary>
internal sealed class SocketFile : SafeHandle
{
    public SocketFile(nint file)
        : base(-1, ownsHandle: true) => SetHandle(file);

    public override bool IsInvalid => handle < 0;

    protected override bool ReleaseHandle() => LibC.Close(handle) == 0;
}
