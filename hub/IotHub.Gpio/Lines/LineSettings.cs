namespace IotHub.Gpio.Lines;

/// <summary>One line and how it is to be used. Values are logical: with <see cref="IsActiveLow"/> true means a low level.</summary>
/// <param name="Line">Its name as the kernel knows it, or its offset on the chip as digits.</param>
/// <param name="IsOutput">True to drive it, false to listen.</param>
public sealed record LineSettings(string Line, bool IsOutput)
{
    /// <summary>True when the low level means on.</summary>
    public bool IsActiveLow { get; init; }

    /// <summary>What pulls it. Kernels ignore it where the chip cannot.</summary>
    public LineBias Bias { get; init; }

    /// <summary>How an output drives; kernels imitate what the chip cannot.</summary>
    public LineDrive Drive { get; init; }

    /// <summary>An input tells a level only when it has lasted for so long; zero to tell every edge. At most <see cref="Wiring.WiringLimits.DebounceMax"/>.</summary>
    public TimeSpan Debounce { get; init; }

    /// <summary>What an output is driven to from its first moment; null for the level that it has.</summary>
    public bool? Initial { get; init; } = false;
}
