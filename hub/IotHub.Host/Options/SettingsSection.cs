using System.Globalization;
using System.Net;

namespace IotHub.Host.Options;

/// <summary>
/// One section of the settings, read strictly: a value that does not fit, or a name that means nothing, stops the hub with a sentence
/// that gives the setting, its value and what it may be.
/// </summary>
internal sealed class SettingsSection(IConfiguration configuration, string section)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Text; null where not set.</summary>
    public string? Text(string name)
    {
        _known.Add(name);
        var value = configuration[$"{section}:{name}"];
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int otherwise, int minimum, int maximum) => (int)LongNumber(name, otherwise, minimum, maximum);

    /// <summary>A whole number whose bounds somebody else checks.</summary>
    public int Number(string name, int otherwise) => Number(name, otherwise, int.MinValue, int.MaxValue);

    /// <summary>A whole number whose bounds somebody else checks.</summary>
    public long LongNumber(string name, long otherwise) => LongNumber(name, otherwise, long.MinValue, long.MaxValue);

    /// <summary>A whole number within bounds, or null where not set.</summary>
    public int? NumberOrNone(string name, int minimum, int maximum) => Text(name) is null ? null : Number(name, minimum, minimum, maximum);

    /// <summary>A whole number within bounds.</summary>
    public long LongNumber(string name, long otherwise, long minimum, long maximum)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw Wrong(name, text, $"a whole number from {minimum} to {maximum}");
    }

    /// <summary>A number within bounds, with a point before its decimals; null where not set.</summary>
    public double? DecimalOrNone(string name, double minimum, double maximum)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw Wrong(name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"));
    }

    /// <summary>One of a few words.</summary>
    public string Word(string name, string otherwise, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        foreach (var word in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        throw Wrong(name, text, string.Join(" or ", words!));
    }

    /// <summary>An address to listen on.</summary>
    public IPAddress Address(string name, IPAddress otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return IPAddress.Loopback;
        }

        return IPAddress.TryParse(text, out var address)
            ? address
            : throw Wrong(name, text, "an IP address: 127.0.0.1 for this machine only, 0.0.0.0 for the whole network");
    }

    /// <summary>A length of time whose bounds somebody else checks.</summary>
    public TimeSpan Time(string name, TimeSpan otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        // With colons only: "5" alone would be days.
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw Wrong(name, text, "a time such as 0:00:05 for five seconds or 7.00:00:00 for seven days");
    }

    /// <summary>A moment in RFC 3339 form.</summary>
    public DateTimeOffset Moment(string name, DateTimeOffset otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
            : throw Wrong(name, text, "a time such as 2011-06-15T00:00:00Z");
    }

    /// <summary>A list of texts, given as one text parted by semicolons or as a JSON array.</summary>
    public IReadOnlyList<string> List(string name)
    {
        _known.Add(name);
        var items = configuration.GetSection($"{section}:{name}").GetChildren().Select(child => child.Value ?? string.Empty).ToList();
        return items.Count > 0
            ? items
            : [.. (configuration[$"{section}:{name}"] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    /// <summary>Call when all settings are read: a name left over means nothing.</summary>
    public void RefuseUnknown()
    {
        foreach (var child in configuration.GetSection(section).GetChildren())
        {
            if (!_known.Contains(child.Key))
            {
                throw new StartException(
                    $"The setting {section}:{child.Key} means nothing; the section {section} has {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private StartException Wrong(string name, string value, string expected) =>
        new($"The setting {section}:{name} is \"{value}\"; it must be {expected}.");
}
