namespace IotHub.Automation.Expressions.Syntax;

/// <summary>A stretch of an expression's text, in UTF-16 units from its start.</summary>
/// <param name="Start">First unit, from 0.</param>
/// <param name="Length">Units; 0 for a place between two.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>The unit after the last.</summary>
    public int End => Start + Length;

    /// <summary>From the start of this to the end of another that follows it.</summary>
    public SourceSpan To(SourceSpan last) => new(Start, last.End - Start);
}
