namespace IotHub.Gpio.Rules;

/// <summary>How a button is pressed.</summary>
public enum Gesture
{
    /// <summary>Pressed once and let go.</summary>
    Click,

    /// <summary>Pressed twice in a short time.</summary>
    DoubleClick,

    /// <summary>Held; told while it is still held.</summary>
    LongPress,

    /// <summary>Let go after it was held.</summary>
    Release,
}
