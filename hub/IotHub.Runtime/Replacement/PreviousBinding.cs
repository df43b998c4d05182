namespace IotHub.Runtime.Replacement;

/// <summary>The hardware that was bound to a name before, so that it can be bound again.</summary>
/// <param name="Device">The name.</param>
/// <param name="Did">The hardware.</param>
/// <param name="ContractType">URN of its contract.</param>
/// <param name="Firmware">What it announced last; null if it said none.</param>
/// <param name="Maker">What it announced last; null if it said none.</param>
/// <param name="ReplacedAt">When it was replaced.</param>
/// <param name="By">Who replaced it.</param>
public sealed record PreviousBinding(string Device, string Did, string ContractType, string? Firmware, string? Maker, DateTimeOffset ReplacedAt, string By);
