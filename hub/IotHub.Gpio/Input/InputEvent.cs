namespace IotHub.Gpio.Input;

/// <summary>Something happened at an input device.</summary>
/// <param name="Type">Key or relative axis.</param>
/// <param name="Code">Which, by linux/input-event-codes.h.</param>
/// <param name="Value">Of a key 1 for down and 0 for up; of an axis how far.</param>
/// <param name="At">When, on the monotonic clock.</param>
internal readonly record struct InputEvent(InputEventType Type, int Code, int Value, TimeSpan At);

/// <summary>Kinds of events that the hub looks at.</summary>
internal enum InputEventType
{
    /// <summary>A key or button.</summary>
    Key = 1,

    /// <summary>A relative axis: an encoder, a wheel.</summary>
    Relative = 2,
}
