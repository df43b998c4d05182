namespace IotHub.DeviceSim.Certification;

/// <summary>How a check ended.</summary>
public enum Verdict
{
    /// <summary>The device does what the clause says.</summary>
    Pass,

    /// <summary>It does not.</summary>
    Fail,

    /// <summary>The contract has nothing that the clause could be about.</summary>
    NotApplicable,

    /// <summary>It could not be seen in this run; the reason says what would let it be seen.</summary>
    NotChecked,
}
