using IotHub.Broker.Limits;

namespace IotHub.Broker.Admission;

/// <summary>What is known of one address; guarded by the lock of <see cref="ConnectionAdmission"/>.</summary>
internal sealed class AddressCount(TokenBucket rate)
{
    private TokenBucket _rate = rate;

    public int Connections { get; set; }

    public bool TryTake(long now) => _rate.TryTake(now);

    /// <summary>Whether forgetting the address changes nothing.</summary>
    public bool IsIdle(long now) => Connections == 0 && _rate.IsFull(now);
}
