namespace IotHub.Insights.Feedback;

/// <summary>Bounds of feedback and of the release notes that answer it.</summary>
public static class FeedbackBounds
{
    /// <summary>Items that one home keeps: one a week for nine years. With all their diagnostics they take 32 MiB.</summary>
    public const int ItemsMax = 500;

    /// <summary>Votes that one home keeps, also for ideas that are no longer on the board.</summary>
    public const int VotesMax = 1_000;

    /// <summary>Characters of an item's text: two pages.</summary>
    public const int TextLengthMax = 4_000;

    /// <summary>Bytes of an item's diagnostics. Those of <see cref="ModelsMax"/> models with the longest types take 55,000.</summary>
    public const int DiagnosticsBytesMax = 64 * 1024;

    /// <summary>Contract types that diagnostics list, those with most devices first; devices of the rest are counted together.</summary>
    public const int ModelsMax = 150;

    /// <summary>Kinds of problems that diagnostics list.</summary>
    public const int ProblemKindsMax = 50;

    /// <summary>Largest number in diagnostics: 10^15, which JSON readers keep exactly.</summary>
    public const long CountMax = 1_000_000_000_000_000;

    /// <summary>Bytes of the release notes: 500 releases with a page each in both languages.</summary>
    public const int DocumentBytesMax = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of the release notes; the form needs five.</summary>
    public const int JsonDepthMax = 12;

    /// <summary>Diagnostics handed out for one document; further ones are counted only.</summary>
    public const int FaultsMax = 200;

    /// <summary>Releases: one a week for ten years.</summary>
    public const int ReleasesMax = 520;

    /// <summary>Items and ideas that one release answers.</summary>
    public const int AnswersMax = 1_000;

    /// <summary>Ideas on the board.</summary>
    public const int IdeasMax = 200;

    /// <summary>Characters of an idea's title in one language.</summary>
    public const int TitleLengthMax = 200;

    /// <summary>Characters of a release's notes in one language.</summary>
    public const int NotesLengthMax = 4_000;
}
