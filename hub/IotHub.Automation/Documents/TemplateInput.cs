using IotHub.Contracts.Json;

namespace IotHub.Automation.Documents;

/// <summary>What whoever uses a template says.</summary>
/// <param name="Name">As in <c>${name}</c>.</param>
/// <param name="Type">What it holds, as written: <c>device</c>, <c>number</c>, …</param>
/// <param name="Kind">Only devices of this kind; null for any.</param>
/// <param name="Description">What it is for; may be empty.</param>
/// <param name="Default">What it is where nothing is given; null where it must be given.</param>
public sealed record TemplateInput(string Name, string Type, string? Kind, string Description, JsonNodeAt? Default);
