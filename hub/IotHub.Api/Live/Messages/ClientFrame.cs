using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotHub.Api.Live.Messages;

/// <summary>
/// Anything that a client says; which members matter depends on <see cref="Type"/>. Members that the hub does not know are passed over here,
/// so that a newer app can talk to an older hub.
/// </summary>
/// <param name="Type"><c>hello</c>, <c>cmd</c> or <c>ping</c>.</param>
/// <param name="Epoch">hello: identity of the log that the client followed; null for none.</param>
/// <param name="Since">hello: the last position that it has.</param>
/// <param name="Cmd">cmd: the client's own id for it, 1 to 64 characters; the same id twice is the same command.</param>
/// <param name="Id">cmd: the device's name.</param>
/// <param name="Set">cmd: values to take, by property.</param>
/// <param name="Call">cmd: action to run, instead of <paramref name="Set"/>.</param>
/// <param name="In">cmd: arguments of the action, by property.</param>
/// <param name="Ttl">cmd: after how many milliseconds it counts as expired; brought within the hub's bounds.</param>
/// <param name="Confirm">cmd: the nonce of a command that a person confirmed; absent otherwise.</param>
public sealed record ClientFrame(
    [property: JsonPropertyName("t")] string? Type,
    string? Epoch,
    long? Since,
    string? Cmd,
    string? Id,
    IReadOnlyDictionary<string, JsonElement>? Set,
    string? Call,
    IReadOnlyDictionary<string, JsonElement>? In,
    int? Ttl,
    string? Confirm = null);
