using System.Text.RegularExpressions;

namespace IotHub.Architecture.Tests.Tidy;

/// <summary>What can be set, and what is built in, is described in one page.</summary>
public sealed partial class SettingsPageTests
{
    private const string Page = "docs/operating/settings.md";

    [Fact]
    public void EveryOption_IsDescribedInTheSettingsPage()
    {
        var page = TrackedFiles.Read(Page);
        var faults = new List<string>();
        foreach (var path in TrackedFiles.WithEnding(".cs").Where(path => path.StartsWith("hub/", StringComparison.Ordinal)))
        {
            var source = TrackedFiles.Read(path);
            foreach (Match options in OptionsType().Matches(source))
            {
                var name = options.Groups[1].Value;
                var section = SectionOf(page, name);
                if (section is null)
                {
                    faults.Add($"{name} ({path}) has no heading with `{name}`");
                    continue;
                }

                faults.AddRange(OptionProperty().Matches(source[options.Index..])
                    .Select(match => match.Groups[1].Value)
                    .Where(property => !Regex.IsMatch(section, $"`(?:[A-Za-z:]*:)?{property}(?:[:`])"))
                    .Select(property => $"{name}.{property} is not in its section"));
            }
        }

        Faults.AssertNone(faults);
    }

    [Fact]
    public void EverySettingTheHostReads_IsDescribedInTheSettingsPage()
    {
        var page = TrackedFiles.Read(Page);
        var sources = TrackedFiles.WithEnding(".cs")
            .Where(path => path.StartsWith("hub/IotHub.Host/", StringComparison.Ordinal))
            .Select(TrackedFiles.Read)
            .ToList();
        var sections = sources
            .SelectMany(source => SectionOfType().Matches(source))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var settings = sources
            .SelectMany(source => InternalType().Split(source).Skip(1).Chunk(2))
            .Where(type => type.Length == 2 && sections.ContainsKey(type[0]))
            .SelectMany(type => SettingRead().Matches(type[1]).Select(match => $"{sections[type[0]]}:{match.Groups[1].Value}"))
            .ToHashSet();

        Faults.AssertNone(settings
            .Where(setting => !page.Contains($"`{setting}`", StringComparison.Ordinal))
            .Select(setting => $"{setting} is not described in {Page}"));
        if (sections.Count > 0)
        {
            Faults.AssertNone(DescribedSetting().Matches(page)
                .Select(match => match.Groups[1].Value)
                .Where(setting => !settings.Contains(setting))
                .Select(setting => $"{Page} describes {setting}, which the host does not read"));
        }
    }

    [Fact]
    public void EveryLimitOfTheBroker_CanBeSet()
    {
        var read = TrackedFiles.Read("hub/IotHub.Host/Options/BrokerSettings.cs");
        Faults.AssertNone(OptionProperty().Matches(TrackedFiles.Read("hub/IotHub.Broker/Limits/BrokerLimits.cs"))
            .Select(match => match.Groups[1].Value)
            .Where(limit => !read.Contains($"(\"{limit}\", ", StringComparison.Ordinal))
            .Select(limit => $"BrokerLimits.{limit} is not read from the section Broker"));
    }

    private static string? SectionOf(string page, string name)
    {
        var start = Regex.Match(page, $"^## .*`{name}`", RegexOptions.Multiline);
        if (!start.Success)
        {
            return null;
        }

        var rest = page[(start.Index + start.Length)..];
        var end = Regex.Match(rest, "^## ", RegexOptions.Multiline);
        return end.Success ? rest[..end.Index] : rest;
    }

    [GeneratedRegex(@"(\w+)\.Read\(new SettingsSection\(\w+, ""(\w+)""\)")]
    private static partial Regex SectionOfType();

    [GeneratedRegex(@"^internal sealed (?:record|class) (\w+)", RegexOptions.Multiline)]
    private static partial Regex InternalType();

    [GeneratedRegex(@"section\.\w+\(""(\w+)""")]
    private static partial Regex SettingRead();

    [GeneratedRegex(@"^\| `(\w+:\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex DescribedSetting();

    [GeneratedRegex(@"^public\s+(?:sealed\s+|partial\s+)*(?:class|record)\s+(\w+Options)\b", RegexOptions.Multiline)]
    private static partial Regex OptionsType();

    [GeneratedRegex(@"^\s+public\s+(?:required\s+)?(?!static|const)[\w<>?.,\[\] ]+?\s(\w+)\s*\{\s*get;", RegexOptions.Multiline)]
    private static partial Regex OptionProperty();
}
