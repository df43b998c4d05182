using IotHub.GpioRig.Tests;

namespace IotHub.Gpio.Tests.Lines;

/// <summary>A test of every line driver; here of the kernel's, so it runs inside the rig alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LineFactAttribute : FactAttribute
{
    public LineFactAttribute() => Skip = Rig.IsHere ? null! : Rig.Elsewhere;
}
