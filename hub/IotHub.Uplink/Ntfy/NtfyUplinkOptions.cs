using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace IotHub.Uplink.Ntfy;

/// <summary>A topic of an ntfy server, which brings notices to phones.</summary>
public sealed partial record NtfyUplinkOptions
{
    /// <summary>Names its cursor.</summary>
    public string Name { get; init; } = "ntfy";

    /// <summary>The server and the topic, such as <c>https://ntfy.example.org/our-home</c>. Who knows the topic of an open server can read it.</summary>
#pragma warning disable CA1056 // A setting is text until it is checked.
    public string Url { get; init; } = "";
#pragma warning restore CA1056

    /// <summary>An access token of the server; empty for none.</summary>
    public string Token { get; init; } = "";

    /// <summary>Networks that are allowed although they are not public, for a server at home; at most 16.</summary>
    public ImmutableArray<string> AllowedNetworks { get; init; } = [];

    /// <summary>Whether http will do: only sensible within a network of one's own.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>PEM file of the only authorities trusted; empty for those of the system.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>Longest wait for an answer, 1 s to 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The topic, the last part of the address; null where there is none.</summary>
    internal string? Topic => Uri.TryCreate(Url, UriKind.Absolute, out var url) && TopicForm().IsMatch(url.Segments[^1]) ? url.Segments[^1] : null;

    /// <summary>The address without the topic: messages as JSON go there.</summary>
    internal Uri Server => new(new Uri(Url), ".");

    /// <summary>Says what is wrong, a sentence for each fault; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        OptionChecks.Name(faults, Name);
        OptionChecks.Address(faults, Url, AllowHttp);
        if (faults.Count == 0 && Topic is null)
        {
            faults.Add($"Url is \"{Url}\": expected a topic at its end, 1 to 64 letters, digits, - and _, such as https://ntfy.example.org/our-home.");
        }

        if (Token.Length > 256 || Token.Any(letter => letter is < '!' or > '~'))
        {
            faults.Add("Token is expected to have up to 256 characters, none of them a space.");
        }

        OptionChecks.Networks(faults, AllowedNetworks);
        OptionChecks.Range(faults, nameof(Timeout), Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        return faults;
    }

    [GeneratedRegex("^[-_A-Za-z0-9]{1,64}$")]
    private static partial Regex TopicForm();

    // A record prints its members, and this one holds a secret.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }
}
