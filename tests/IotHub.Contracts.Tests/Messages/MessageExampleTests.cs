using System.Text.Json;
using IotHub.Contracts.Messages;

namespace IotHub.Contracts.Tests.Messages;

public sealed class MessageExampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "firmware-contracts", "examples");

    public static TheoryData<string, string> Valid() => List("valid");

    public static TheoryData<string, string> Invalid() => List("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Read_ValidExample_IsTaken(string message, string file)
    {
        var rejection = Read(message, file.Split('_'), File.ReadAllBytes(Path.Combine(Folder, message, "valid", file)));

        Assert.Null(rejection);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Read_InvalidExample_IsRefusedForTheReasonInItsName(string message, string file)
    {
        var parts = file.Split('_');

        var rejection = Read(message, parts[1..], File.ReadAllBytes(Path.Combine(Folder, message, "invalid", file)));

        Assert.NotNull(rejection);
        Assert.Equal(parts[0].Replace("-", string.Empty, StringComparison.Ordinal), rejection.Reason.ToString(), ignoreCase: true);
        Assert.EndsWith(".", rejection.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("announce")]
    [InlineData("status")]
    [InlineData("properties")]
    [InlineData("events")]
    [InlineData("requests")]
    [InlineData("responses")]
    public void Schemas_EachMessage_HasOneThatIsJson(string message)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "firmware-contracts", "schemas", message + ".schema.json")));

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
    }

    /// <param name="message">The folder.</param>
    /// <param name="name">Kind of device, for events the event, and what it shows.</param>
    /// <param name="payload">The payload.</param>
    internal static Rejection? Read(string message, string[] name, ReadOnlySpan<byte> payload)
    {
        var contract = Contracts.OfKind(name[0]);
        Rejection? rejection;
        var isTaken = message switch
        {
            "announce" => MessageReader.TryReadAnnounce(payload, out _, out rejection),
            "status" => MessageReader.TryReadStatus(payload, out _, out rejection),
            "properties" => MessageReader.TryReadProperties(payload, contract, out _, out rejection),
            "events" => MessageReader.TryReadEvent(payload, contract, name[1], out _, out rejection),
            "requests" => MessageReader.TryReadRequest(payload, contract, out _, out rejection),
            "responses" => MessageReader.TryReadResponse(payload, contract, out _, out rejection),
            _ => throw new InvalidOperationException($"No reader for {message}."),
        };
        Assert.Equal(isTaken, rejection is null);
        return rejection;
    }

    private static TheoryData<string, string> List(string kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == kind).Order(StringComparer.Ordinal))
        {
            data.Add(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)))!, Path.GetFileName(file));
        }

        return data;
    }
}
