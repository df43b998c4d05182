namespace IotHub.Automation.Expressions.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A number without a sign.</summary>
    Number,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A duration without a sign.</summary>
    Duration,

    /// <summary>A time of day.</summary>
    TimeOfDay,

    /// <summary>A property's address.</summary>
    Property,

    /// <summary>A name, or a word such as <c>and</c>.</summary>
    Name,

    /// <summary>An operator or bracket.</summary>
    Symbol,
}
