namespace IotHub.Gpio.Lines;

/// <summary>How an output drives its line.</summary>
public enum LineDrive
{
    /// <summary>Both levels.</summary>
    PushPull,

    /// <summary>Low only; something else pulls it up.</summary>
    OpenDrain,

    /// <summary>High only; something else pulls it down.</summary>
    OpenSource,
}
