using System.Text.Json;
using IotHub.Api.Live.Messages;

namespace IotHub.Api.Live;

/// <summary>What somebody asks of a device, not checked yet.</summary>
internal sealed record CommandAsk(
    string Device,
    IReadOnlyDictionary<string, JsonElement>? Set,
    string? Call,
    IReadOnlyDictionary<string, JsonElement>? In,
    int? TtlMs,
    string? Confirm = null);

/// <summary>A refusal before anything was sent.</summary>
/// <param name="Error">For the app.</param>
/// <param name="Message">For a person.</param>
internal sealed record CommandFault(AckError Error, string Message);
