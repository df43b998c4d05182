namespace IotHub.DeviceSim;

/// <summary>A simulation cannot go on for a reason outside of it (hub not there, file unreadable). The message is a sentence for the person who started it.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>Says why.</summary>
    public SimulationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
