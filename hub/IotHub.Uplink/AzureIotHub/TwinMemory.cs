namespace IotHub.Uplink.AzureIotHub;

/// <summary>What outlives a connection of the twin, so that each new one does not say everything again. One connection at a time uses it.</summary>
internal sealed class TwinMemory
{
    /// <summary>The version of what is desired that was handed on and answered; 0 for none.</summary>
    public long AnsweredVersion { get; set; }

    /// <summary>Timestamp of the last report of health; null before the first.</summary>
    public long? HealthReported { get; set; }
}
