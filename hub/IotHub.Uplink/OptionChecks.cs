using System.Globalization;

namespace IotHub.Uplink;

/// <summary>What the options of uplinks have in common: each fault is one sentence with the setting, its value and the bound.</summary>
internal static class OptionChecks
{
    /// <summary>The name of an uplink.</summary>
    public static void Name(List<string> faults, string name)
    {
        if (name.Length is 0 or > 32 || !name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'))
        {
            faults.Add($"Name is \"{name}\": expected 1 to 32 small letters, digits and hyphens.");
        }
    }

    /// <summary>A number within bounds.</summary>
    public static void Range(List<string> faults, string name, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: expected {least} to {most}."));
        }
    }

    /// <summary>A time within bounds.</summary>
    public static void Range(List<string> faults, string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: expected {least} to {most}."));
        }
    }

    /// <summary>Base64, or nothing. The value is not repeated: it is a secret.</summary>
    public static void Base64(List<string> faults, string name, string text)
    {
        if (text.Length > 0 && !Convert.TryFromBase64String(text, new byte[text.Length], out _))
        {
            faults.Add($"{name} is no base64: copy it whole.");
        }
    }
}
