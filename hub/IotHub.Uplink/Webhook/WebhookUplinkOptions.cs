using System.Collections.Immutable;
using System.Text;

namespace IotHub.Uplink.Webhook;

/// <summary>Where events are posted to, and how they are signed.</summary>
public sealed record WebhookUplinkOptions
{
    /// <summary>Names its cursor in the outbox.</summary>
    public string Name { get; init; } = "webhook";

    /// <summary>Where to: an absolute https address, without user name, password or fragment.</summary>
#pragma warning disable CA1056 // A setting is text until it is checked.
    public string Url { get; init; } = "";
#pragma warning restore CA1056

    /// <summary>What bodies are signed with, HMAC-SHA256: 16 to 256 characters that the receiver knows too.</summary>
    public string Secret { get; init; } = "";

    /// <summary>
    /// How events are put into requests. A batch may only go to who asked for it, which whoever writes this setting does; a receiver that
    /// answers 415 to one gets single events from then on.
    /// </summary>
    public UplinkMode Mode { get; init; } = UplinkMode.Batch;

    /// <summary>Networks that are allowed although they are not public, such as 192.168.1.0/24 for a server at home; at most 16.</summary>
    public ImmutableArray<string> AllowedNetworks { get; init; } = [];

    /// <summary>Whether http will do: only sensible within a network of one's own, since the events go unencrypted.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Whether the receiver is asked by OPTIONS before the first event, as the CloudEvents webhook specification describes.</summary>
    public bool AskFirst { get; init; }

    /// <summary>Who asks, in that case: a host name that stands for this sender.</summary>
    public string Origin { get; init; } = "mihub.local";

    /// <summary>PEM file of the only authorities trusted; empty for those of the system.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>Longest wait for an answer, 1 s to 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Says what is wrong, a sentence for each fault; empty when all is well. Files are looked at when the uplink is made.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        OptionChecks.Name(faults, Name);
        OptionChecks.Address(faults, Url, AllowHttp);
        if (Secret.Length is < 16 or > 256)
        {
            faults.Add($"Secret has {Secret.Length} characters: expected 16 to 256 that the receiver knows too.");
        }

        OptionChecks.Networks(faults, AllowedNetworks);
        if (AskFirst && Uri.CheckHostName(Origin) != UriHostNameType.Dns)
        {
            faults.Add($"Origin is \"{Origin}\": expected a host name.");
        }

        OptionChecks.Range(faults, nameof(Timeout), Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        return faults;
    }

    // A record prints its members, and this one holds a secret.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Name = ").Append(Name);
        return true;
    }
}
