namespace IotHub.Contracts.Overlays;

/// <summary>Bounds of an overlay.</summary>
public static class OverlayLimits
{
    /// <summary>Bytes of a file; as much as a contract, since an overlay may add as much.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>Changes, and removals, of one overlay: as many as a contract has properties.</summary>
    public const int EntriesMax = 2048;

    /// <summary>Overlays that a catalogue holds; more than contracts, since an overlay may wait for its contract.</summary>
    public const int OverlaysMax = 2048;

    /// <summary>How many steps <c>same-as</c> may take from one contract to the next.</summary>
    public const int SameAsMax = 8;

    /// <summary>Largest factor and summand of a scaling; its inverse is the smallest factor.</summary>
    public const double ScalingMax = 1e9;
}
