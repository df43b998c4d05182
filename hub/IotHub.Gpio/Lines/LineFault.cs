namespace IotHub.Gpio.Lines;

/// <summary>Why lines cannot be had or used.</summary>
public enum LineFault
{
    /// <summary>No chip has that label.</summary>
    NoChip,

    /// <summary>The chip has no such line.</summary>
    NoLine,

    /// <summary>Somebody else holds the line.</summary>
    Busy,

    /// <summary>The hub's user may not.</summary>
    Denied,

    /// <summary>The chip was there and is gone.</summary>
    Gone,

    /// <summary>The line cannot be used in that way.</summary>
    Unsuited,
}
