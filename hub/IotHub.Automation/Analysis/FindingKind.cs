namespace IotHub.Automation.Analysis;

/// <summary>What was found.</summary>
public enum FindingKind
{
    /// <summary>Automations set each other, or themselves, going without end: directly or through what devices do.</summary>
    Loop,

    /// <summary>Two automations set the same thing differently in the same moment, or by turns, or drive a room in opposite directions.</summary>
    Fight,

    /// <summary>A trigger that never comes with its conditions true, or conditions that can never hold.</summary>
    NeverHolds,

    /// <summary>An automation that does nothing which another does not do as well, or whose effect another always takes back at once.</summary>
    Shadowed,

    /// <summary>A time or window that is left out, or comes twice, on a night on which clocks change.</summary>
    ClockChange,

    /// <summary>Something is switched on by the home itself and nothing in the home ever switches it off.</summary>
    NeverUndone,
}
