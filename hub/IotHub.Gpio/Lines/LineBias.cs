namespace IotHub.Gpio.Lines;

/// <summary>What pulls an input while nothing drives it.</summary>
public enum LineBias
{
    /// <summary>As the board has it.</summary>
    AsIs,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Up, to the supply.</summary>
    PullUp,

    /// <summary>Down, to ground.</summary>
    PullDown,
}
