using System.Buffers;
using System.Text;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;

namespace IotHub.Benchmarks.Operations;

/// <summary>The contract's share of a message: payload to checked values, and command to payload.</summary>
internal static class MessageOperations
{
    /// <summary>The contract that comes with the hub.</summary>
    public static DeviceContract Light { get; } = ReadContract();

    public static IEnumerable<Operation> All =>
    [
        new("messages: read a properties message", ReadProperties()),
        new("messages: write a request", WriteRequest()),
    ];

    private static Action ReadProperties()
    {
        var payload = Encoding.UTF8.GetBytes("""{"light.on":true,"light.brightness":60}""");
        return () =>
        {
            if (!MessageReader.TryReadProperties(payload, Light, out _, out var rejection))
            {
                throw new InvalidOperationException(rejection.Message);
            }
        };
    }

    private static Action WriteRequest()
    {
        if (!Light.TryGetProperty("light.on", out var on))
        {
            throw new InvalidOperationException("The light has no light.on.");
        }

        var request = new RequestMessage("c-17", [new PropertyReading(on, PropertyValue.FromBoolean(true))], [], null, []);
        var output = new ArrayBufferWriter<byte>(1024);
        return () =>
        {
            output.ResetWrittenCount();
            MessageWriter.WriteRequest(output, request);
        };
    }

    private static DeviceContract ReadContract()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "light.json");
        return ContractParser.Parse(File.ReadAllBytes(file), file).Contract ?? throw new InvalidOperationException($"{file} is no contract.");
    }
}
