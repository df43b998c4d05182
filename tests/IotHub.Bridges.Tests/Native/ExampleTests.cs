using IotHub.Bridges.Native;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Bridges.Tests.Native;

/// <summary>The examples that firmware authors read, as bytes on their topics.</summary>
public sealed class ExampleTests
{
    private const string Did = "device-1";

    private static readonly string Folder = RepositoryRoot.Path("firmware-contracts", "examples");

    public static TheoryData<string, string> Valid() => List("valid");

    public static TheoryData<string, string> Invalid() => List("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Decode_ValidExample_IsAMessageOfTheDevice(string message, string file)
    {
        var decoded = Decode(message, "valid", file, file.Split('_'));

        var taken = Assert.IsType<HubInput.FromDevice>(decoded.Input);
        Assert.Equal(Did, taken.Message.Did);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Decode_InvalidExample_IsRefusedForTheReasonInItsName(string message, string file)
    {
        var parts = file.Split('_');

        var decoded = Decode(message, "invalid", file, parts[1..]);

        var refused = Assert.IsType<HubInput.Refuse>(decoded.Input).Message;
        Assert.Equal(parts[0].Replace("-", string.Empty, StringComparison.Ordinal), refused.Rejection.Reason.ToString(), ignoreCase: true);
        Assert.Equal((Did, $"devices/{Did}/{Ending(message, parts[1..])}"), (refused.Did, refused.Topic));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    [MemberData(nameof(Invalid))]
    public void Decode_ExampleWithItsEndCutOff_NeverThrows(string message, string file)
    {
        var kind = File.Exists(Path.Combine(Folder, message, "valid", file)) ? "valid" : "invalid";
        var payload = File.ReadAllBytes(Path.Combine(Folder, message, kind, file));
        var name = kind == "valid" ? file.Split('_') : file.Split('_')[1..];
        var decoder = DecoderThatKnows(name[0]);
        for (var length = 0; length < payload.Length; length++)
        {
            var input = decoder.Decode($"devices/{Did}/{Ending(message, name)}", payload.AsSpan(0, length)).Input;
            Assert.True(input is HubInput.FromDevice or HubInput.Refuse);
        }
    }

    private static DecodedMessage Decode(string message, string kind, string file, string[] name) =>
        DecoderThatKnows(name[0]).Decode($"devices/{Did}/{Ending(message, name)}", File.ReadAllBytes(Path.Combine(Folder, message, kind, file)));

    private static NativeDecoder DecoderThatKnows(string kind)
    {
        var decoder = new NativeDecoder(Kinds.All, devicesMax: 10);
        decoder.Know(Did, Kinds.Of(kind));
        return decoder;
    }

    private static string Ending(string message, string[] name) => message == "events" ? $"events/{name[1]}" : message;

    /// <summary>All but requests, which go the other way.</summary>
    private static TheoryData<string, string> List(string kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var message in new[] { "announce", "status", "properties", "events", "responses" })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(Folder, message, kind)).Order(StringComparer.Ordinal))
            {
                data.Add(message, Path.GetFileName(file));
            }
        }

        return data;
    }
}
