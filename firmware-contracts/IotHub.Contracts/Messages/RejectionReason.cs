namespace IotHub.Contracts.Messages;

/// <summary>Why a message or a command was refused. Each has a counter.</summary>
public enum RejectionReason
{
    /// <summary>The payload is larger than allowed.</summary>
    PayloadTooLarge,

    /// <summary>The payload is not JSON, or not of the message's shape.</summary>
    Malformed,

    /// <summary>The topic is not one of the contract's.</summary>
    UnknownTopic,

    /// <summary>The device has not announced itself, or is not part of this home.</summary>
    UnknownDevice,

    /// <summary>The device announced a contract that the hub does not have.</summary>
    UnknownContract,

    /// <summary>The device's contract has no such property.</summary>
    UnknownProperty,

    /// <summary>The device's contract has no such action.</summary>
    UnknownAction,

    /// <summary>The device's contract has no such event.</summary>
    UnknownEvent,

    /// <summary>The value is of another type than the contract says.</summary>
    WrongType,

    /// <summary>The value is outside range, list, length or step.</summary>
    OutOfRange,

    /// <summary>The property cannot be reported: neither read nor notify.</summary>
    NotReadable,

    /// <summary>The property cannot be set.</summary>
    NotWritable,

    /// <summary>Arguments are missing or too many.</summary>
    WrongArguments,

    /// <summary>No request with this id is waiting for an answer.</summary>
    UnknownRequest,

    /// <summary>The hub holds as many of these as it may.</summary>
    LimitReached,

    /// <summary>The hub's inbox is full.</summary>
    Busy,
}

/// <summary>A refusal with what a person needs to mend it.</summary>
/// <param name="Reason">Which rule was broken.</param>
/// <param name="Message">A sentence that names the thing, the value and the bound.</param>
/// <param name="Path">JSON Pointer to the place in the payload; empty for the whole.</param>
public sealed record Rejection(RejectionReason Reason, string Message, string Path = "");
