namespace IotHub.Runtime.Storing;

/// <summary>What a link in a chain of causes is.</summary>
public enum ReasonKind
{
    /// <summary>A command of the hub.</summary>
    Command,

    /// <summary>The step of a run that sent it.</summary>
    Step,

    /// <summary>The run, with the trigger that set it going.</summary>
    Run,

    /// <summary>A scene that a person ran.</summary>
    Scene,

    /// <summary>A device said so by itself: a sensor, a button, a hand at the switch.</summary>
    Device,

    /// <summary>A person asked for it.</summary>
    Person,

    /// <summary>Its time had come.</summary>
    Time,

    /// <summary>The hub itself, such as its start, a message or a hook.</summary>
    Hub,

    /// <summary>What comes before is not kept any more.</summary>
    NotKept,
}
