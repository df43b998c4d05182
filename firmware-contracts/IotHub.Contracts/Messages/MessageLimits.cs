namespace IotHub.Contracts.Messages;

/// <summary>Bounds of what comes over the wire.</summary>
public static class MessageLimits
{
    /// <summary>Bytes of a payload. The whole state of the largest known device (111 properties) is below 8 KB.</summary>
    public const int PayloadBytesMax = 64 * 1024;

    /// <summary>Nesting; our messages need 2 levels, the rest is for members of later versions that are skipped.</summary>
    public const int DepthMax = 16;

    /// <summary>Characters of a request's id: a UUID has 36.</summary>
    public const int IdLengthMax = 64;

    /// <summary>Characters of each text in an announcement; they end up on screens and labels.</summary>
    public const int AnnounceTextLengthMax = 256;
}
