using IotHub.Contracts.Values;

namespace IotHub.Api.Makers;

/// <summary>A contract in a list.</summary>
/// <param name="Type">Its URN.</param>
/// <param name="Kind">The kind of device.</param>
/// <param name="Label">Its short name in the language asked for; never empty.</param>
/// <param name="Description">What the contract itself says; may be empty.</param>
/// <param name="Devices">How many devices of the home have it.</param>
public sealed record ContractSummaryBody(string Type, string Kind, string Label, string Description, int Devices);

/// <summary>A contract in full: enough for an app to make the controls of a device that it has never seen.</summary>
/// <param name="Type">Its URN.</param>
/// <param name="Kind">The kind of device.</param>
/// <param name="Language">The language of the labels, <c>zh-CN</c>; absent where they are the contract's own descriptions.</param>
/// <param name="Languages">All languages that can be asked for; may be empty.</param>
/// <param name="Label">Its short name; never empty.</param>
/// <param name="About">One paragraph about it; absent if none.</param>
/// <param name="Description">What the contract itself says; may be empty.</param>
/// <param name="ReportInterval">Seconds within which a working device publishes something; absent where the contract does not promise it.</param>
/// <param name="Services">In contract order.</param>
public sealed record ContractBody(
    string Type,
    string Kind,
    string? Language,
    IReadOnlyList<string> Languages,
    string Label,
    string? About,
    string Description,
    int? ReportInterval,
    IReadOnlyList<ContractServiceBody> Services);

/// <summary>One function of a device.</summary>
/// <param name="Key">Address inside the device.</param>
/// <param name="Type">URN.</param>
/// <param name="Label">What a person reads; never empty.</param>
/// <param name="Description">What the contract itself says; may be empty.</param>
/// <param name="Properties">In contract order.</param>
/// <param name="Actions">In contract order.</param>
/// <param name="Events">In contract order.</param>
public sealed record ContractServiceBody(
    string Key,
    string Type,
    string Label,
    string Description,
    IReadOnlyList<ContractPropertyBody> Properties,
    IReadOnlyList<ContractActionBody> Actions,
    IReadOnlyList<ContractEventBody> Events);

/// <summary>A property.</summary>
/// <param name="Key">Address, <c>light.brightness</c>.</param>
/// <param name="Type">URN.</param>
/// <param name="Label">What a person reads; never empty.</param>
/// <param name="Format">Name of the public specification, <c>uint8</c>.</param>
/// <param name="Access">Any of <c>read</c>, <c>write</c>, <c>notify</c>.</param>
/// <param name="Unit">As the contract writes it; absent if none.</param>
/// <param name="Range">Bounds; absent if none.</param>
/// <param name="List">The permitted values; absent if any.</param>
/// <param name="LengthMax">Longest text; absent if not bounded.</param>
/// <param name="ReportInterval">Seconds within which it is reported, changed or not; absent where the contract does not promise it.</param>
/// <param name="Consumable">What wears out, where the value says how much is left; absent for any other property.</param>
/// <param name="Confirm">True where a person has to confirm what it is set to; absent otherwise.</param>
/// <param name="ConfirmValues">With it: the values that have to be confirmed; absent where all have.</param>
public sealed record ContractPropertyBody(
    string Key,
    string Type,
    string Label,
    string Format,
    IReadOnlyList<string> Access,
    string? Unit,
    ContractRangeBody? Range,
    IReadOnlyList<ContractChoiceBody>? List,
    int? LengthMax,
    int? ReportInterval,
    ContractConsumableBody? Consumable,
    bool? Confirm,
    IReadOnlyList<PropertyValue>? ConfirmValues);

/// <summary>Something that wears out.</summary>
/// <param name="Name">What, in kebab case.</param>
/// <param name="Reset">Address of the action that counts a new one from its start; absent if none.</param>
/// <param name="Low">The value at and below which it should be replaced.</param>
public sealed record ContractConsumableBody(string Name, string? Reset, double Low);

/// <summary>Bounds in the property's unit.</summary>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
/// <param name="Step">Distance between values.</param>
public sealed record ContractRangeBody(double Min, double Max, double Step);

/// <summary>A permitted value.</summary>
/// <param name="Value">On the wire.</param>
/// <param name="Name">Unique within the list.</param>
/// <param name="Label">What a person reads; never empty.</param>
public sealed record ContractChoiceBody(long Value, string Name, string Label);

/// <summary>An action.</summary>
/// <param name="Key">Address.</param>
/// <param name="Type">URN.</param>
/// <param name="Label">What a person reads; never empty.</param>
/// <param name="In">Addresses of the properties that are its arguments.</param>
/// <param name="Out">Addresses of the properties that are its results.</param>
/// <param name="Confirm">True where a person has to confirm it; absent otherwise.</param>
public sealed record ContractActionBody(string Key, string Type, string Label, IReadOnlyList<string> In, IReadOnlyList<string> Out, bool? Confirm);

/// <summary>An event.</summary>
/// <param name="Key">Address.</param>
/// <param name="Type">URN.</param>
/// <param name="Label">What a person reads; never empty.</param>
/// <param name="Arguments">Addresses of the properties that come with it.</param>
public sealed record ContractEventBody(string Key, string Type, string Label, IReadOnlyList<string> Arguments);
