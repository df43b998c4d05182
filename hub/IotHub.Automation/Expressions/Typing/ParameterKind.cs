namespace IotHub.Automation.Expressions.Typing;

/// <summary>What a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>Anything at all.</summary>
    Anything,

    /// <summary>A number or choice.</summary>
    Number,

    /// <summary>A number, choice or duration.</summary>
    NumberOrDuration,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A text, number or choice.</summary>
    Readable,

    /// <summary>A text or list.</summary>
    TextOrList,

    /// <summary>A duration.</summary>
    Duration,

    /// <summary>A property, written out.</summary>
    Property,

    /// <summary>A text that is written out, so that it is known what is read before anything is evaluated.</summary>
    Literal,

    /// <summary>One list, or any number of single values.</summary>
    Members,
}
