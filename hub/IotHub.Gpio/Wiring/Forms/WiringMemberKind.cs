namespace IotHub.Gpio.Wiring.Forms;

/// <summary>What a member of a wiring document holds.</summary>
internal enum WiringMemberKind
{
    /// <summary>A short text.</summary>
    Text,

    /// <summary>A short text or a whole number from 0.</summary>
    TextOrNumber,

    /// <summary>A number within bounds.</summary>
    Number,

    /// <summary>A whole number within bounds.</summary>
    Integer,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A length of time within bounds, given in seconds.</summary>
    Duration,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>An object whose members are named by the author.</summary>
    Map,

    /// <summary>A list.</summary>
    List,
}
