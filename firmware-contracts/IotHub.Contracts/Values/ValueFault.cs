using IotHub.Contracts.Messages;

namespace IotHub.Contracts.Values;

/// <summary>Why a value does not fit a property.</summary>
/// <param name="Reason"><see cref="RejectionReason.WrongType"/> or <see cref="RejectionReason.OutOfRange"/>.</param>
/// <param name="Message">A sentence that names the property, the value and what is permitted.</param>
public sealed record ValueFault(RejectionReason Reason, string Message);
