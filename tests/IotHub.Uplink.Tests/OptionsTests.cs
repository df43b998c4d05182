using IotHub.Uplink.AzureIotHub;
using IotHub.Uplink.File;
using IotHub.Uplink.Mqtt;
using IotHub.Uplink.Webhook;

namespace IotHub.Uplink.Tests;

/// <summary>One clear sentence for each fault, and no secret in any.</summary>
public sealed class OptionsTests
{
    private const string Key = "c2VjcmV0IHNlY3JldA==";
    private static readonly AzureIotHubUplinkOptions Azure = new() { ConnectionString = $"HostName=a.azure-devices.net;DeviceId=d;SharedAccessKey={Key}" };
    private static readonly AzureIotHubUplinkOptions Provisioned = new() { IdScope = "0ne1", RegistrationId = "r", DeviceKey = Key };
    private static readonly WebhookUplinkOptions Webhook = new() { Url = "https://example.org/", Secret = "sixteen letters and more" };
    private static readonly MqttUplinkOptions Mqtt = new() { Host = "broker.example", ClientId = "hub" };
    private static readonly FileUplinkOptions File = new() { Folder = "data/events" };

    public static TheoryData<string, IReadOnlyList<string>> Wrong => new()
    {
        { "ConnectionString and IdScope are empty", new AzureIotHubUplinkOptions().Faults() },
        { "ConnectionString is not made of fields", (Azure with { ConnectionString = "nonsense" }).Faults() },
        { "no valid HostName", (Azure with { ConnectionString = $"HostName=a b;DeviceId=d;SharedAccessKey={Key}" }).Faults() },
        { "no valid DeviceId", (Azure with { ConnectionString = $"HostName=a;DeviceId=d/e;SharedAccessKey={Key}" }).Faults() },
        { "SharedAccessKey that is no base64", (Azure with { ConnectionString = "HostName=a;DeviceId=d;SharedAccessKey=?" }).Faults() },
        { "has no SharedAccessKey", (Azure with { ConnectionString = "HostName=a;DeviceId=d;x509=true" }).Faults() },
        { "GatewayHostName that is no host", (Azure with { ConnectionString = $"HostName=a;DeviceId=d;SharedAccessKey={Key};GatewayHostName=a:0" }).Faults() },
        { "is set beside IdScope", (Azure with { IdScope = "0ne1" }).Faults() },
        { "belong together", (Azure with { CertificateFile = "a.pem" }).Faults() },
        { "GatewayHost is \"a:99999\"", (Azure with { GatewayHost = "a:99999" }).Faults() },
        { "TokenLife is 00:01:00: expected 00:05:00 to 1.00:00:00.", (Azure with { TokenLife = TimeSpan.FromMinutes(1) }).Faults() },
        { "KeepAlive", (Azure with { KeepAlive = TimeSpan.FromSeconds(1178) }).Faults() },
        { "MessageBodyBytesMax is 262144: expected 1024 to 245760.", (Azure with { MessageBodyBytesMax = 256 * 1024 }).Faults() },
        { "Name is \"My uplink\"", (Azure with { Name = "My uplink" }).Faults() },
        { "RegistrationId is \"\"", (Provisioned with { RegistrationId = "" }).Faults() },
        { "Exactly one of DeviceKey, GroupKey and CertificateFile", (Provisioned with { GroupKey = Key }).Faults() },
        { "DeviceKey is no base64", (Provisioned with { DeviceKey = "???" }).Faults() },
        { "ProvisioningHost", (Provisioned with { ProvisioningHost = "a b" }).Faults() },
        { "Url is \"\"", (Webhook with { Url = "" }).Faults() },
        { "Url is \"ftp://a\"", (Webhook with { Url = "ftp://a" }).Faults() },
        { "Url begins with http:", (Webhook with { Url = "http://example.org/" }).Faults() },
        { "user name, a password or a fragment", (Webhook with { Url = "https://a@example.org/" }).Faults() },
        { "Secret has 5 characters", (Webhook with { Secret = "short" }).Faults() },
        { "AllowedNetworks holds \"192.168.1.0/33\"", (Webhook with { AllowedNetworks = ["192.168.1.0/33"] }).Faults() },
        { "Origin is \"\"", (Webhook with { AskFirst = true, Origin = "" }).Faults() },
        { "Timeout is", (Webhook with { Timeout = TimeSpan.Zero }).Faults() },
        { "Host is \"\"", (Mqtt with { Host = "" }).Faults() },
        { "Port is 0: expected 1 to 65535.", (Mqtt with { Port = 0 }).Faults() },
        { "ClientId has 0 characters", (Mqtt with { ClientId = "" }).Faults() },
        { "Password is set without UserName", (Mqtt with { Password = "x" }).Faults() },
        { "belong together", (Mqtt with { CertificateKeyFile = "x" }).Faults() },
        { "Tls is off", (Mqtt with { Tls = false, AuthorityFile = "x" }).Faults() },
        { "Topic is \"a/#\"", (Mqtt with { Topic = "a/#" }).Faults() },
        { "Hub and Tenant", (Mqtt with { Hub = "" }).Faults() },
        { "Folder is empty", (File with { Folder = " " }).Faults() },
        { "FileBytesMax is 1: expected", (File with { FileBytesMax = 1 }).Faults() },
        { "TotalBytesMax is 4194304: expected 8388608", (File with { TotalBytesMax = 4 * 1024 * 1024 }).Faults() },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Faults_OneThingWrong_IsOneSentence(string says, IReadOnlyList<string> faults)
    {
        var fault = Assert.Single(faults);
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_AllIsWell_AreNone() =>
        Assert.Empty(Azure.Faults().Concat(Provisioned.Faults()).Concat(Webhook.Faults()).Concat(Mqtt.Faults()).Concat(File.Faults()));

    [Fact]
    public void ToString_OptionsWithSecrets_HoldsNone()
    {
        Assert.Equal("AzureIotHubUplinkOptions { Name = azure }", Azure.ToString());
        Assert.Equal("WebhookUplinkOptions { Name = webhook }", Webhook.ToString());
        Assert.Equal("MqttUplinkOptions { Name = mqtt }", (Mqtt with { UserName = "u", Password = "p" }).ToString());
    }
}
