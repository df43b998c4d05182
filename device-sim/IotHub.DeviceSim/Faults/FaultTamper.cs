using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;

namespace IotHub.DeviceSim.Faults;

/// <summary>The faults of a device that show on the wire: what is lost, late, doubled, out of order or wrong, drawn from a seed.</summary>
public sealed class FaultTamper : IWireTamper
{
    /// <summary>How long a message that is overtaken stays behind.</summary>
    public static TimeSpan OvertakenFor { get; } = TimeSpan.FromSeconds(2);

    // What miIO firmware in the field has been seen to send; each breaks another parser.
    private static readonly Func<string, string>[] Breaks =
    [
        text => text[..Math.Max(1, text.Length / 2)],
        text => text.Replace(":", ":,", StringComparison.Ordinal),
        text => text.Replace("{", "{,,", StringComparison.Ordinal),
        text => text + "\0\0#@!",
        text => text.Replace(":", ":00", StringComparison.Ordinal),
        text => string.Empty,
    ];

    private readonly DeviceFaults _faults;
    private readonly DeviceContract _contract;
    private readonly Random _random;
    private ReadOnlyMemory<byte>? _lastReport;

    /// <summary>Faults that begin now.</summary>
    /// <param name="faults">Which.</param>
    /// <param name="contract">What the device is, to know what is wrong for it.</param>
    /// <param name="seed">Their chance.</param>
    public FaultTamper(DeviceFaults faults, DeviceContract contract, int seed)
    {
        (_faults, _contract, _random) = (faults, contract, new Random(seed));
    }

    /// <inheritdoc/>
    public IReadOnlyList<TamperedMessage> Send(DeviceWire message)
    {
        var sent = message.Kind is DeviceTopicKind.Properties or DeviceTopicKind.Responses or DeviceTopicKind.Event ? Spoil(message) : message;
        return message.Kind is DeviceTopicKind.Announce or DeviceTopicKind.Status ? [new TamperedMessage(sent)] : Transport(sent, _faults.Reorder);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TamperedMessage> Receive(DeviceWire message) => Transport(message, 0);

    private List<TamperedMessage> Transport(DeviceWire message, double reorder)
    {
        if (Happens(_faults.Loss))
        {
            return [];
        }

        var copies = Happens(_faults.Duplicate) ? 2 : 1;
        var result = new List<TamperedMessage>(copies);
        for (var copy = 0; copy < copies; copy++)
        {
            var delay = _faults.Delay > TimeSpan.Zero ? _faults.Delay * _random.NextDouble() : TimeSpan.Zero;
            result.Add(new TamperedMessage(message, Happens(reorder) ? delay + OvertakenFor : delay));
        }

        return result;
    }

    private DeviceWire Spoil(DeviceWire message)
    {
        var payload = message.Payload;
        if (message.Kind == DeviceTopicKind.Properties)
        {
            var original = payload;
            payload = _lastReport is { } last && Happens(_faults.Stale) ? last : payload;
            _lastReport = original;
            payload = Happens(_faults.WrongType) ? WithWrongValue(payload, (_, _) => new JsonObject { ["?"] = "?" }) : payload;
            payload = Happens(_faults.OutOfRange) ? WithWrongValue(payload, BeyondRange) : payload;
        }

        payload = Happens(_faults.Malformed) ? Encoding.UTF8.GetBytes(Breaks[_random.Next(Breaks.Length)](Encoding.UTF8.GetString(payload.Span))) : payload;
        return message with { Payload = Happens(_faults.Oversized) ? Enlarge(payload) : payload };
    }

    // White space is JSON, too: the size is all that is wrong with it.
    private static ReadOnlyMemory<byte> Enlarge(ReadOnlyMemory<byte> payload)
    {
        var larger = new byte[MessageLimits.PayloadBytesMax + 1];
        larger.AsSpan().Fill((byte)' ');
        payload.Span[..Math.Min(payload.Length, larger.Length)].CopyTo(larger);
        return larger;
    }

    private ReadOnlyMemory<byte> WithWrongValue(ReadOnlyMemory<byte> payload, Func<ContractProperty, JsonNode?, JsonNode?> wrong)
    {
        if (JsonNode.Parse(payload.Span) is not JsonObject report)
        {
            return payload;
        }

        // Any member that can be wrong in this way, chosen by chance.
        var candidates = report.Select(member => _contract.TryGetProperty(member.Key, out var property) ? (member.Key, Value: wrong(property, member.Value)) : default)
            .Where(candidate => candidate.Value is not null).ToList();
        if (candidates.Count == 0)
        {
            return payload;
        }

        var (key, value) = candidates[_random.Next(candidates.Count)];
        report[key] = value;
        return Encoding.UTF8.GetBytes(report.ToJsonString());
    }

    private static JsonNode? BeyondRange(ContractProperty property, JsonNode? value)
    {
        if (property.Range is { } range)
        {
            var beyond = range.Maximum + Math.Max(range.Step, 1) + Math.Abs(range.Maximum - range.Minimum);
            return property.Format == PropertyFormat.Float ? JsonValue.Create(beyond) : JsonValue.Create((long)Math.Ceiling(beyond));
        }

        return property.ValueList is { IsEmpty: false } list ? JsonValue.Create(list.Max(entry => entry.Value) + 1)
            : value?.GetValueKind() == JsonValueKind.Number && property.Format != PropertyFormat.Float ? JsonNode.Parse(decimal.MaxValue.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private bool Happens(double share) => share > 0 && _random.NextDouble() < share;
}
