using IotHub.DeviceSim.Certification;
using IotHub.DeviceSim.Faults;

namespace IotHub.Certification.Tests.Firmware;

/// <summary>A fault that firmware has in the field, put into a simulated device.</summary>
/// <param name="Name">What is wrong, for people.</param>
/// <param name="Breaks">The clauses it breaks; at least one of them must be found broken.</param>
/// <param name="Make">Makes the fault, given the device's clock.</param>
internal sealed record Bug(string Name, Clause[] Breaks, Func<TimeProvider, IWireTamper> Make)
{
    public Bug(string name, Clause breaks, Func<TimeProvider, IWireTamper> make)
        : this(name, [breaks], make)
    {
    }

    public Bug(string name, Clause breaks, IWireTamper tamper)
        : this(name, [breaks], _ => tamper)
    {
    }

    public Bug(string name, Clause[] breaks, IWireTamper tamper)
        : this(name, breaks, _ => tamper)
    {
    }

    public override string ToString() => Name;
}
