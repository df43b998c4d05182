namespace IotHub.Broker.Admission;

/// <summary>A connection that was let in; dispose it when the connection has ended.</summary>
internal sealed class AdmittedConnection(ConnectionAdmission admission, AddressCount? address) : IDisposable
{
    private int _left;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            admission.Leave(address);
        }
    }
}
