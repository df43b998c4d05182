using IotHub.Mqtt.Topics;
using IotHub.Uplink;
using IotHub.Uplink.Ntfy;
using IotHub.Uplink.Webhook;

namespace IotHub.Host.Options;

/// <summary>How what people are told gets out of the app. Each channel is there when its first setting is.</summary>
internal sealed record NoticeSettings
{
    /// <summary>A topic on the home's own broker; null for none.</summary>
    public required string? Topic { get; init; }

    /// <summary>A topic of an ntfy server; null for none.</summary>
    public required NtfyUplinkOptions? Ntfy { get; init; }

    /// <summary>A receiver of signed CloudEvents; null for none.</summary>
    public required WebhookUplinkOptions? Webhook { get; init; }

    public static NoticeSettings Read(SettingsSection section)
    {
        var settings = new NoticeSettings
        {
            Topic = section.Text("Topic"),
            Ntfy = ReadNtfy(section),
            Webhook = ReadWebhook(section),
        };
        section.RefuseUnknown();
        if (settings.Topic is { } topic && (!TopicName.IsValid(topic) || topic.StartsWith('$') || topic.StartsWith("devices/", StringComparison.Ordinal)))
        {
            throw new StartException($"The setting Notices:Topic is \"{topic}\"; it must be a topic without wildcards that is no device's, such as home/notices.");
        }

        Check("Ntfy", settings.Ntfy?.Faults());
        Check("Webhook", settings.Webhook?.Faults());
        return settings;
    }

    private static NtfyUplinkOptions? ReadNtfy(SettingsSection section)
    {
        var url = section.Text("NtfyUrl");
        var options = new NtfyUplinkOptions
        {
            Url = url ?? string.Empty,
            Token = section.Text("NtfyToken") ?? string.Empty,
            AllowedNetworks = [.. section.List("NtfyNetworks")],
            AllowHttp = section.Word("NtfyHttp", "off", "on", "off") == "on",
            AuthorityFile = section.Text("NtfyAuthorityFile") ?? string.Empty,
        };
        return url is null ? null : options;
    }

    private static WebhookUplinkOptions? ReadWebhook(SettingsSection section)
    {
        var url = section.Text("WebhookUrl");
        var options = new WebhookUplinkOptions
        {
            Url = url ?? string.Empty,
            Secret = section.Text("WebhookSecret") ?? string.Empty,
            AllowedNetworks = [.. section.List("WebhookNetworks")],
            AllowHttp = section.Word("WebhookHttp", "off", "on", "off") == "on",
            AuthorityFile = section.Text("WebhookAuthorityFile") ?? string.Empty,

            // Somebody waits for each.
            Mode = UplinkMode.Single,
        };
        return url is null ? null : options;
    }

    private static void Check(string channel, IReadOnlyList<string>? faults)
    {
        if (faults is [var fault, ..])
        {
            throw new StartException($"The settings Notices:{channel}… are wrong: {fault}");
        }
    }
}
