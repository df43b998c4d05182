namespace IotHub.Mqtt.Authentication;

/// <summary>How one side of a SCRAM exchange stands after a message.</summary>
public enum ScramStatus
{
    /// <summary>The exchange is over without success; nothing that follows changes that.</summary>
    Refused = 0,

    /// <summary>The message of the step is to be sent; an answer is expected.</summary>
    Continue = 1,

    /// <summary>The other side has proved itself. The message of the step, if there is one, is still to be sent.</summary>
    Complete = 2,
}
