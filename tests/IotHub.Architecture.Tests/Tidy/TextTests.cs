using System.Text.RegularExpressions;

namespace IotHub.Architecture.Tests.Tidy;

/// <summary>Rules for the text of every tracked file. Words that are searched for are written in halves, so that this file passes too.</summary>
public sealed class TextTests
{
    private static readonly Regex LeftOver = new(@"\b(TO" + "DO|FIX" + "ME|HA" + "CK|XX" + @"X)\b|NotImplemented" + "Exception", RegexOptions.CultureInvariant);

    private static readonly Regex MachinePath = new(@"(?<![\w.}\-])/(wo" + "rk|ro" + @"ot|ho" + @"me/\w+|Use" + @"rs/\w+)/|[A-Z]:\\Use" + "rs", RegexOptions.CultureInvariant);

    private static readonly Regex RegistryHost = new(
        @"nuget\." + @"org|npmjs\." + @"(org|com)|pypi\." + @"org|https?://[^\s""')/]*(regi" + "stry|artifac" + @"tory)[^\s""')]*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex WrittenBy = new(
        @"\b(Cla" + "ude|Anthro" + "pic|Chat" + "GPT|Open" + @"AI|Copi" + @"lot|language mo" + @"del)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // Text that praises instead of saying what a thing does.
    private static readonly Regex Praise = new(
        @"\b(bla" + "zing|cutting-e" + "dge|world-c" + "lass|seam" + "less(ly)?|revolution" + "ary|game-chang" + "(er|ing)|state-of-the-a"
        + "rt|best-in-c" + "lass|next-gen" + "(eration)?|enterprise-gr" + "ade|effort" + "less(ly)?|light" + "ning-fast|super" + @"charge[ds]?)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex MakerName = new(@"\b(Xia" + "omi|Mi Ho" + "me|Mi" + @"jia)\b", RegexOptions.CultureInvariant);

    // A maker's name stands only where it is a fact of the protocol.
    private static readonly string[] MakerNameFolders = ["firmware-contracts/overlays/", "docs/makers/"];

    [Fact]
    public void EveryTextFile_LineEnds_AreLf() =>
        Faults.AssertNone(TrackedFiles.Text.Where(path => TrackedFiles.Read(path).Contains('\r', StringComparison.Ordinal)));

    [Fact]
    public void EveryTextFile_LastLine_EndsWithANewline() =>
        Faults.AssertNone(TrackedFiles.Text
            .Where(path => !TrackedFiles.IsLockFile(path))

            // Examples are payloads as they go over the wire, byte for byte.
            .Where(path => !path.StartsWith("firmware-contracts/examples/", StringComparison.Ordinal))
            .Where(path => TrackedFiles.Read(path) is { Length: > 0 } text && !text.EndsWith('\n')));

    [Fact]
    public void EveryTextFile_HoldsNoLeftOverMarker() => AssertAbsent(LeftOver, TrackedFiles.Text);

    [Fact]
    public void EveryTextFile_HoldsNoPathOfOneMachine() => AssertAbsent(MachinePath, TrackedFiles.Text);

    [Fact]
    public void EveryTextFile_HoldsNoRegistryHost() => AssertAbsent(RegistryHost, TrackedFiles.Text.Where(path => Path.GetExtension(path) != ".svg"));

    [Fact]
    public void EveryTextFile_SaysNothingOfTheToolsItWasWrittenWith() => AssertAbsent(WrittenBy, TrackedFiles.Text);

    [Fact]
    public void EveryDocument_DescribesInsteadOfPraising() =>
        AssertAbsent(Praise, TrackedFiles.WithEnding(".md", ".svelte", ".ts", ".html", ".json"));

    [Fact]
    public void EveryTextFile_NamesNoMakerWhereNoProtocolNeedsIt() =>
        AssertAbsent(MakerName, TrackedFiles.Text.Where(path =>
            !Array.Exists(MakerNameFolders, folder => path.StartsWith(folder, StringComparison.Ordinal))));

    [Fact]
    public void EveryMarkdownFile_HasOneTitle() =>
        Faults.AssertNone(TrackedFiles.WithEnding(".md")
            .Select(path => (path, titles: Titles(path)))
            .Where(file => file.titles != 1)
            .Select(file => $"{file.path}: {file.titles} first-level headings instead of 1"));

    [Fact]
    public void EveryNodeLockFile_NamesNoHost() =>
        Faults.AssertNone(TrackedFiles.All
            .Where(path => Path.GetFileName(path) == "package-lock.json")
            .Where(path => Regex.IsMatch(TrackedFiles.Read(path), "\"resolved\"\\s*:\\s*\"http"))
            .Select(path => $"{path}: remove the \"resolved\" lines (npm fills them in from whatever mirror is configured)"));

    [Fact]
    public void Repository_HoldsNoPackageSourceSetting() =>
        Faults.AssertNone(TrackedFiles.All.Where(path =>
            Path.GetFileName(path).ToUpperInvariant() is "NUGET.CONFIG" ||
            (Path.GetFileName(path) == ".npmrc" && TrackedFiles.Read(path).Contains("//", StringComparison.Ordinal))));

    [Fact]
    public void Root_HoldsOnlyWhatBelongsThere()
    {
        string[] allowed =
        [
            ".ci", ".editorconfig", ".gitattributes", ".gitignore", "AGENTS.md", "BannedSymbols.txt", "CHANGELOG.md", "CONTRIBUTING.md",
            "Directory.Build.props", "Directory.Packages.props", "IotHub.sln", "LICENSE", "README.md", "device-sim", "docs",
            "firmware-contracts", "global.json", "hub", "tests",
        ];

        Faults.AssertNone(TrackedFiles.All.Select(path => path.Split('/')[0]).Distinct().Except(allowed));
    }

    private static void AssertAbsent(Regex pattern, IEnumerable<string> files) =>
        Faults.AssertNone(files
            .SelectMany(path => TrackedFiles.Lines(path).Select(line => (path, line)))
            .Where(item => pattern.IsMatch(item.line.Text))
            .Select(item => $"{item.path}:{item.line.Number}: {pattern.Match(item.line.Text).Value}"));

    private static int Titles(string path)
    {
        var titles = 0;
        var inCode = false;
        foreach (var (_, line) in TrackedFiles.Lines(path))
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            titles += !inCode && line.StartsWith("# ", StringComparison.Ordinal) ? 1 : 0;
        }

        return titles;
    }
}
