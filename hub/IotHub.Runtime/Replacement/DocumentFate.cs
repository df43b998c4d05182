namespace IotHub.Runtime.Replacement;

/// <summary>What becomes of an automation or a scene when the hardware behind a name changes.</summary>
public enum DocumentFate
{
    /// <summary>It works as before.</summary>
    Kept,

    /// <summary>It still compiles, and something that it uses is not as it was.</summary>
    Changed,

    /// <summary>It compiled, or waited for another device, and would have errors.</summary>
    Broken,

    /// <summary>It had errors, and still would.</summary>
    StillBroken,

    /// <summary>It had errors, and would have none.</summary>
    Mended,
}
