namespace IotHub.Uplink.AzureIotHub;

/// <summary>A device was not provisioned.</summary>
/// <param name="message">A sentence that says why.</param>
/// <param name="isFinal">Whether asking again would bring the same.</param>
public sealed class RegistrationException(string message, bool isFinal) : Exception(message)
{
    /// <summary>Whether asking again would bring the same.</summary>
    public bool IsFinal { get; } = isFinal;
}
