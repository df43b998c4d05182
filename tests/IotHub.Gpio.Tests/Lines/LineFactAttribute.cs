namespace IotHub.Gpio.Tests.Lines;

/// <summary>A test of every line driver; here of the simulated one, so it always runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LineFactAttribute : FactAttribute;
