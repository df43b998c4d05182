using System.Net;
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

    /// <summary>Where something is posted to: an absolute https address, without user name, password or fragment.</summary>
    public static void Address(List<string> faults, string text, bool allowHttp)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            faults.Add($"Url is \"{text}\": expected an address such as https://example.org/events.");
            return;
        }

        if (url.Scheme == "http" && !allowHttp)
        {
            faults.Add("Url begins with http: without TLS anybody on the way can read what is sent; use https, or set AllowHttp within a network of your own.");
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            faults.Add("Url has a user name, a password or a fragment: leave them out.");
        }
    }

    /// <summary>Networks that are allowed although they are not public: at most 16, as 192.168.1.0/24.</summary>
    public static void Networks(List<string> faults, IReadOnlyCollection<string> networks)
    {
        if (networks.Count > 16)
        {
            faults.Add($"AllowedNetworks has {networks.Count} entries: expected up to 16.");
        }

        faults.AddRange(networks.Where(network => !IPNetwork.TryParse(network, out _)).Select(
            network => $"AllowedNetworks holds \"{network}\": expected a network such as 192.168.1.0/24."));
    }
}
