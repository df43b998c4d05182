namespace IotHub.Gpio.Rules;

/// <summary>What became of a wish for a relay.</summary>
public enum RelayAnswer
{
    /// <summary>It is so now.</summary>
    Done,

    /// <summary>It will be so when the relay's times allow.</summary>
    Later,

    /// <summary>It would have to wait too long, and is refused.</summary>
    TooEarly,
}
