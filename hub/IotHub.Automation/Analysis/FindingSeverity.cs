namespace IotHub.Automation.Analysis;

/// <summary>How much a finding matters. Neither keeps an automation from being saved.</summary>
public enum FindingSeverity
{
    /// <summary>To be thought about: it may be meant.</summary>
    Notice,

    /// <summary>Hardly meant.</summary>
    Warning,
}
