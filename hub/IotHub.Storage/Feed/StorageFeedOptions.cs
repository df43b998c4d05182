namespace IotHub.Storage.Feed;

/// <summary>Limits of the feed to the store.</summary>
public sealed record StorageFeedOptions
{
    /// <summary>Outputs that may wait, 2 or more. 16,384 is half a minute of the busiest home while the card does not answer, in some megabytes.</summary>
    public int Capacity { get; init; } = 16_384;

    /// <summary>Most outputs of one transaction, 1 or more. Beyond 512 the bytes per output hardly fall, and a failure costs more.</summary>
    public int BatchMax { get; init; } = 512;

    /// <summary>How long the first output of a batch waits for others: what a power cut may take. Longer wears the card less.</summary>
    public TimeSpan BatchWindow { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Wait before the first new attempt after a failure; it doubles up to <see cref="RetryDelayMax"/>.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between attempts: space that was freed is noticed within it.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop may take for what still waits; the rest is counted as dropped and logged.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
