namespace IotHub.Automation.Expressions;

/// <summary>Bounds of expressions, so that saving and evaluating one takes a known time whoever wrote it.</summary>
public static class ExpressionLimits
{
    /// <summary>Characters (UTF-16 units) of one expression: ten lines, more than a person can follow in one sentence.</summary>
    public const int CharactersMax = 1_000;

    /// <summary>Parts of the tree: literals, names, operators, calls. Small enough that the checks and the analysis may visit each of them several times.</summary>
    public const int NodesMax = 300;

    /// <summary>Brackets, calls, lists, signs and conditionals within one another: keeps recursion shallow on every thread.</summary>
    public const int DepthMax = 32;

    /// <summary>Members of a list: one for each device that a home can have.</summary>
    public const int ListMembersMax = 1_024;

    /// <summary>Characters (UTF-16 units) of a text value: as long as a notification may be.</summary>
    public const int TextLengthMax = 4_096;

    /// <summary>Steps of one evaluation; each visited part and each member of a list is one. Some twenty lists of the largest size, far below a millisecond.</summary>
    public const int StepsMax = 20_000;

    /// <summary>Characters (UTF-16 units) of a text with expressions in it, as written.</summary>
    public const int TemplateCharactersMax = 4_096;

    /// <summary>Expressions in one text: a line for each room.</summary>
    public const int TemplateExpressionsMax = 64;

    /// <summary>Parts of an explanation: what fits on a phone.</summary>
    public const int ExplainedPartsMax = 12;

    /// <summary>Digits after the point that <c>round</c> can keep: more than any sensor has.</summary>
    public const int RoundDigitsMax = 10;

    /// <summary>Faults that are listed for one expression: a screenful.</summary>
    public const int FaultsMax = 20;
}
