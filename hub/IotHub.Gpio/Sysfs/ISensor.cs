namespace IotHub.Gpio.Sysfs;

/// <summary>Something that is measured. A reading is a transfer on a bus: it takes milliseconds, of some sensors seconds.</summary>
internal interface ISensor
{
    /// <summary>Reads it, in the unit that its kind has.</summary>
    /// <exception cref="IOException">It is not there or does not answer.</exception>
    double Read();
}
