using System.Text.Json;
using IotHub.Automation.Documents;
using IotHub.Automation.Documents.Forms;
using IotHub.Contracts.Json;
using IotHub.Devices.State;

namespace IotHub.Automation.Compilation;

/// <summary>What the inputs of templates may be given.</summary>
internal static class TemplateInputs
{
    /// <summary>A value that fits the input, as JSON, to check a template without a use of it.</summary>
    public static string Sample(TemplateInput input) => input.Type switch
    {
        "number" => "1",
        "boolean" => "true",
        "duration" => "\"1m\"",
        "time" => "\"12:00\"",
        "property" => "\"device/service.property\"",
        _ => "\"sample\"",
    };

    /// <summary>What is wrong with a given value, in words that go on from the input's name; null for nothing.</summary>
    public static string? Fault(TemplateInput input, JsonNodeAt value) => input.Type switch
    {
        "number" => value.TryGetNumber(out _) ? null : "must be a number",
        "boolean" => value.TryGetBoolean(out _) ? null : "must be true or false",
        "duration" => WrittenValues.Duration(value) is null ? "must be a duration such as \"5m\"" : null,
        "time" => WrittenValues.Time(value) is null ? "must be a time of the day such as \"07:00\"" : null,
        "property" => value.Text is { } address && IsAddress(address) ? null : "must be a property such as \"hall-lamp/light.on\"",
        "person" or "device" => value.Text is { } id && IdType.IsId(id) ? null : $"must be the name of a {input.Type}",
        "text" => value.Kind == JsonValueKind.String ? null : "must be text",
        _ => string.IsNullOrEmpty(value.Text) ? "must be text" : null,
    };

    /// <summary>What is wrong with a given device, or that of a property, in this home; null for nothing, also where it is not there (yet).</summary>
    public static string? KindFault(TemplateInput input, JsonNodeAt value, IHomeView home)
    {
        var name = input.Type == "property" ? value.Text![..value.Text!.IndexOf('/', StringComparison.Ordinal)] : value.Text!;
        return input is { Kind: { } kind, Type: "device" or "property" } && home.TryGetDevice(name, out var device) && device.Contract.Kind != kind
            ? $"must be of the kind \"{kind}\"; {name} is of the kind \"{device.Contract.Kind}\""
            : null;
    }

    private static bool IsAddress(string address)
    {
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < address.Length - 1 && address.IndexOf('/', slash + 1) < 0;
    }
}
