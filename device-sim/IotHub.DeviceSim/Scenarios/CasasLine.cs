namespace IotHub.DeviceSim.Scenarios;

/// <summary>Why a line of a recording cannot be replayed.</summary>
public enum CasasRejection
{
    /// <summary>Fewer than date, time, two locations and a state.</summary>
    TooFewColumns,

    /// <summary>The first two columns are not a date and a time.</summary>
    BadTime,

    /// <summary>The state is none of ON, OFF, OPEN and CLOSE.</summary>
    UnknownState,

    /// <summary>A location has no letter or digit to make a name of, or is too long for one.</summary>
    BadLocation,

    /// <summary>More different sensors than a recording may have.</summary>
    TooManySensors,

    /// <summary>Longer than a line may be.</summary>
    TooLong,
}

/// <summary>One line of a recording as read: blank, an event, or rejected.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Event">The event; null when blank or rejected.</param>
/// <param name="Rejection">Why it was rejected; null otherwise.</param>
/// <param name="Message">A sentence about the rejection, with the text at fault; empty otherwise.</param>
/// <param name="WentBack">True when the recorded time lies before an earlier line's: the event then has the later time.</param>
public sealed record CasasLine(long Number, CasasEvent? Event, CasasRejection? Rejection = null, string Message = "", bool WentBack = false)
{
    /// <summary>True for a line of white space.</summary>
    public bool IsBlank => Event is null && Rejection is null;
}
