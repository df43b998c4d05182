namespace IotHub.Gpio.Lines;

/// <summary>A chip with lines.</summary>
/// <param name="Name">What the kernel calls it, such as <c>gpiochip0</c>; another after the next start, perhaps.</param>
/// <param name="Label">What it is, such as <c>pinctrl-rp1</c>; stays.</param>
/// <param name="Lines">How many lines it has.</param>
public sealed record LineChip(string Name, string Label, int Lines);
