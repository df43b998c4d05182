using IotHub.Contracts.Values;

namespace IotHub.Api.Confirmation;

/// <summary>What a person has to confirm, and with what: in an answer with the code <c>confirm-required</c>. Nothing was done.</summary>
/// <param name="Nonce">Sent with the same request again, in the header <c>Confirm</c>, or in the member <c>confirm</c> of the same command, it is done. Counts once, for this request from this client.</param>
/// <param name="ExpiresInMs">After how many milliseconds it counts no more.</param>
/// <param name="Acts">What would be done, as far as it has to be confirmed: at least one, in order, each once, at most 32.</param>
/// <param name="More">How many more there are; absent if none.</param>
public sealed record ConfirmBody(string Nonce, int ExpiresInMs, IReadOnlyList<ConfirmedActBody> Acts, int? More = null);

/// <summary>Something that would be done: a value that a property takes, or an action.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="Room">The room; empty if it has none.</param>
/// <param name="Kind">The kind, <c>lock</c>.</param>
/// <param name="Action">Address of the action; absent where a value is set.</param>
/// <param name="Property">Address of the property; absent where an action is called.</param>
/// <param name="Value">The value; absent where it is worked out only then, or an action is called.</param>
/// <param name="Description">What the contract says the action or property is; may be empty.</param>
public sealed record ConfirmedActBody(
    string Device, string Label, string Room, string Kind, string? Action, string? Property, PropertyValue? Value, string Description);
