namespace IotHub.Devices.Commands;

/// <summary>What an answer is an answer to.</summary>
/// <param name="Command">The command that was sent, or asked after.</param>
/// <param name="IsQuestion">True when the answer says how the values are, false when it says what became of the command.</param>
/// <param name="IsRepeated">True when the same answer was taken before.</param>
/// <param name="IsResent">True when the request went out more than once: the device may repeat an answer that has grown old.</param>
/// <param name="IsReplaced">True when a later command took over at least one of its properties.</param>
/// <param name="FirstSentAt">When the request first went out.</param>
public readonly record struct AnsweredRequest(DeviceCommand Command, bool IsQuestion, bool IsRepeated, bool IsResent, bool IsReplaced, DateTimeOffset FirstSentAt);
