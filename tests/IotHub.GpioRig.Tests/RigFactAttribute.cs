namespace IotHub.GpioRig.Tests;

/// <summary>A test that runs inside the rig alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RigFactAttribute : FactAttribute
{
    public RigFactAttribute() => Skip = Rig.IsHere ? null! : Rig.Elsewhere;
}
