namespace IotHub.Contracts.Model;

/// <summary>What may be done with a property. All combinations occur; none means that it is only an argument of actions and events.</summary>
[Flags]
public enum PropertyAccess
{
    /// <summary>Argument only.</summary>
    None = 0,

    /// <summary>The device answers with the value when asked.</summary>
    Read = 1,

    /// <summary>The value can be set.</summary>
    Write = 2,

    /// <summary>The device reports the value when it changes.</summary>
    Notify = 4,
}
