namespace IotHub.Automation.Preview;

/// <summary>How draft and saved version differ at one moment.</summary>
public enum PreviewDifferenceKind
{
    /// <summary>Only the draft runs.</summary>
    OnlyDraft,

    /// <summary>Only the saved version runs.</summary>
    OnlySaved,

    /// <summary>Both run, and send different commands or the same at other times.</summary>
    OtherCommands,
}
