using System.Text;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Tests.Shipped;

/// <summary>Whoever builds a device of a kind finds an example of every message it can send or be sent.</summary>
public sealed class ShippedExamplesTests
{
    private delegate bool TryRead<TMessage>(ReadOnlySpan<byte> payload, DeviceContract contract, out TMessage? message, out Rejection? rejection);

    public static TheoryData<string> Files() => ShippedFiles.Rows();

    [Theory]
    [MemberData(nameof(Files))]
    public void Announce_Examples_NameTheContract(string file) => Assert.All(Payloads("announce", file), payload =>
    {
        Assert.True(MessageReader.TryReadAnnounce(payload.Bytes, out var message, out _), payload.Name);
        Assert.Equal(ShippedFiles.Of(file).Type.Text, message.Contract);
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void Status_Examples_AreBoth(string file) =>
        Assert.Equal(["offline", "online"], Payloads("status", file).Select(payload => Encoding.UTF8.GetString(payload.Bytes)).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void Properties_Examples_NameAllThatIsReported(string file)
    {
        var contract = ShippedFiles.Of(file);

        var named = Read<PropertiesMessage>("properties", file, MessageReader.TryReadProperties).SelectMany(message => message.Values).Select(reading => reading.Property.Key);

        AssertCovers(contract.Properties.Where(property => (property.Access & (PropertyAccess.Read | PropertyAccess.Notify)) != 0).Select(property => property.Key), named);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Events_Examples_AreOneOfEachWithItsArguments(string file)
    {
        var contract = ShippedFiles.Of(file);

        var told = Payloads("events", file).SelectMany(payload =>
        {
            Assert.True(MessageReader.TryReadEvent(payload.Bytes, contract, payload.Name.Split('_')[1], out var message, out _), payload.Name);
            return message.Arguments.Select(reading => $"{message.Event.Key} {reading.Property.Key}").Append(message.Event.Key);
        });

        AssertCovers(contract.Events.SelectMany(deviceEvent => deviceEvent.Arguments.Select(argument => $"{deviceEvent.Key} {argument.Key}").Append(deviceEvent.Key)), told);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Requests_Examples_SetGetAndCallEachAction(string file)
    {
        var contract = ShippedFiles.Of(file);
        var requests = Read<RequestMessage>("requests", file, MessageReader.TryReadRequest);

        Assert.Contains(requests, request => !request.Get.IsDefaultOrEmpty);
        Assert.Equal(contract.Properties.Any(property => property.Access.HasFlag(PropertyAccess.Write)), requests.Any(request => !request.Set.IsDefaultOrEmpty));
        AssertCovers(contract.Actions.Select(action => action.Key), requests.Where(request => request.Call is not null).Select(request => request.Call!.Key));

        // What can only be written shows itself nowhere else.
        AssertCovers(contract.Properties.Where(property => property.Access == PropertyAccess.Write).Select(property => property.Key), requests.SelectMany(Set).Select(reading => reading.Property.Key));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Responses_Examples_TellValuesCodesAndResults(string file)
    {
        var contract = ShippedFiles.Of(file);
        var responses = Read<ResponseMessage>("responses", file, MessageReader.TryReadResponse);

        Assert.Contains(responses, response => response.Code == 0 && !response.Values.IsDefaultOrEmpty);
        Assert.Equal(contract.Properties.Any(property => property.Access.HasFlag(PropertyAccess.Write | PropertyAccess.Read)), responses.Any(response => response.Code < 0));
        AssertCovers(contract.Actions.SelectMany(action => action.Out).Select(property => property.Key), responses.SelectMany(response => response.Out.IsDefault ? [] : response.Out).Select(reading => reading.Property.Key));
    }

    private static IEnumerable<PropertyReading> Set(RequestMessage request) => request.Set.IsDefault ? [] : request.Set;

    private static void AssertCovers(IEnumerable<string> needed, IEnumerable<string> shown) => Assert.Empty(needed.Except(shown));

    private static List<TMessage> Read<TMessage>(string message, string file, TryRead<TMessage> read) => [.. Payloads(message, file).Select(payload =>
    {
        Assert.True(read(payload.Bytes, ShippedFiles.Of(file), out var found, out var rejection), $"{payload.Name}: {rejection}");
        return found!;
    })];

    private static List<(string Name, byte[] Bytes)> Payloads(string message, string file)
    {
        var paths = Directory.GetFiles(ShippedFiles.PathOf("examples", message, "valid"), file + "_*");
        return [.. paths.Order(StringComparer.Ordinal).Select(path => (Path.GetFileNameWithoutExtension(path), File.ReadAllBytes(path)))];
    }
}
