using IotHub.Gpio.Points;

namespace IotHub.Gpio.Devices;

/// <summary>What follows from an input of yes or no.</summary>
/// <param name="OnOpened">Told of the input when its device is opened.</param>
/// <param name="OnChanged">Told when its settled value changed, with when.</param>
internal sealed record WiredFlag(Action<FlagInput> OnOpened, Action<bool, TimeSpan> OnChanged);
