using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using IotHub.Automation.Compilation;
using IotHub.Automation.Expressions;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Sentences;

/// <summary>
/// Says the small parts of sentences in one language. What can be told apart in a plan can be told apart here: names of people's own stand in quotation
/// marks with escapes, expressions between backticks, and several things in brackets.
/// </summary>
internal sealed class SentenceVoice(SentenceLanguage language, SentenceNames names)
{
    private static readonly (string English, string Plural, string Chinese, long Ticks)[] Units =
    [
        ("day", "days", "天", TimeSpan.TicksPerDay), ("hour", "hours", "小时", TimeSpan.TicksPerHour), ("minute", "minutes", "分钟", TimeSpan.TicksPerMinute),
        ("second", "seconds", "秒", TimeSpan.TicksPerSecond), ("millisecond", "milliseconds", "毫秒", TimeSpan.TicksPerMillisecond), ("tick", "ticks", "刻", 1),
    ];

    public SentenceNames Names => names;

    public bool IsChinese => language == SentenceLanguage.Chinese;

    /// <summary>A phrase of the table with its parts filled in.</summary>
    public string Say(string phrase, params ReadOnlySpan<string> parts)
    {
        var text = SentencePhrases.Find(phrase, language);
        var said = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '{')
            {
                said.Append(parts[text[at + 1] - '0']);
                at += 2;
            }
            else
            {
                said.Append(text[at]);
            }
        }

        return said.ToString();
    }

    /// <summary>Several things, in brackets, however many they are.</summary>
    public string Several(IEnumerable<string> parts) => IsChinese ? $"（{string.Join("；", parts)}）" : $"({string.Join("; ", parts)})";

    /// <summary>One thing as it is, several in brackets.</summary>
    public string OneOrSeveral(IReadOnlyCollection<string> parts) => parts.Count == 1 ? parts.First() : Several(parts);

    /// <summary>A text of a person's own.</summary>
    public string Quote(string text) => Enclose(text, '"');

    /// <summary>Texts of a person's own, each in quotation marks.</summary>
    public string Quotes(ImmutableArray<string> texts) => OneOrSeveral([.. texts.Select(Quote)]);

    public static string Expression(CompiledExpression expression) => Enclose(expression.ToString(), '`');

    public string Text(CompiledText text) => Quote(text.ToString());

    public static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    public string Property(PropertyReference reference) => names.Property(reference.Device, reference.Property);

    /// <summary>A value as the property's contract calls it.</summary>
    public string Value(DeviceContract contract, ContractProperty property, PropertyValue value) => value.Kind switch
    {
        PropertyValueKind.Boolean => Say(value.AsBoolean ? "value.true" : "value.false"),
        PropertyValueKind.Text => Quote(value.AsText),
        _ => value.TryGetNumber(out var number) && Math.Floor(number) == number && Math.Abs(number) < long.MaxValue && names.Entry(contract, property, (long)number) is { } entry ? entry : value.ToString(),
    };

    public static string Time(TimeOnly time) => time.ToString(time.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", CultureInfo.InvariantCulture);

    /// <summary>A duration in words, largest unit first.</summary>
    public string Duration(TimeSpan duration)
    {
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : string.Empty);
        var rest = Math.Abs(duration.Ticks);
        foreach (var (one, many, chinese, ticks) in Units)
        {
            if (rest < ticks)
            {
                continue;
            }

            var count = rest / ticks;
            rest %= ticks;
            text.Append(!IsChinese && text.Length > 0 ? " " : string.Empty)
                .Append(CultureInfo.InvariantCulture, $"{count}{(IsChinese ? chinese : count == 1 ? " " + one : " " + many)}");
        }

        return text.Length == 0 ? IsChinese ? "0秒" : "0 seconds" : text.ToString();
    }

    /// <summary>A phrase with a duration, or nothing.</summary>
    public string IfAny(string phrase, TimeSpan? duration) => duration is { } length ? Say(phrase, Duration(length)) : string.Empty;

    private static string Enclose(string text, char mark)
    {
        var said = new StringBuilder().Append(mark);
        foreach (var letter in text)
        {
            _ = letter == mark || letter == '\\' ? said.Append('\\').Append(letter)
                : char.IsControl(letter) ? said.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")
                : said.Append(letter);
        }

        return said.Append(mark).ToString();
    }
}
