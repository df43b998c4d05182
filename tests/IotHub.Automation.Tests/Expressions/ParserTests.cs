using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Syntax;

namespace IotHub.Automation.Tests.Expressions;

public sealed class ParserTests
{
    // Each line pairs two neighbours of the precedence table, in both orders, or shows to which side operators group.
    [Theory]
    [InlineData("a or b and c", "(a Or (b And c))")]
    [InlineData("a and b or c", "((a And b) Or c)")]
    [InlineData("a and b = c", "(a And (b Equal c))")]
    [InlineData("a = b and c", "((a Equal b) And c)")]
    [InlineData("a < b + c", "(a Less (b Add c))")]
    [InlineData("a + b < c", "((a Add b) Less c)")]
    [InlineData("a in b + c", "(a In (b Add c))")]
    [InlineData("a not in b and c", "((a NotIn b) And c)")]
    [InlineData("a + b * c", "(a Add (b Multiply c))")]
    [InlineData("a * b + c", "((a Multiply b) Add c)")]
    [InlineData("a % b - c", "((a Modulo b) Subtract c)")]
    [InlineData("-a * b", "((-a) Multiply b)")]
    [InlineData("a * -b", "(a Multiply (-b))")]
    [InlineData("not a = b", "((not a) Equal b)")]
    [InlineData("not a and b", "((not a) And b)")]
    [InlineData("not not a", "(not (not a))")]
    [InlineData("- -a", "(-(-a))")]
    [InlineData("not -a", "(not (-a))")]
    [InlineData("a or b ? c : d", "((a Or b) ? c : d)")]
    [InlineData("a ? b or c : d or e", "(a ? (b Or c) : (d Or e))")]
    [InlineData("a ? b : c ? d : e", "(a ? b : (c ? d : e))")]
    [InlineData("a ? b ? c : d : e", "(a ? (b ? c : d) : e)")]
    [InlineData("(a ? b : c) ? d : e", "((a ? b : c) ? d : e)")]
    [InlineData("a or b or c", "((a Or b) Or c)")]
    [InlineData("a and b and c", "((a And b) And c)")]
    [InlineData("a - b - c", "((a Subtract b) Subtract c)")]
    [InlineData("a - (b - c)", "(a Subtract (b Subtract c))")]
    [InlineData("a / b / c", "((a Divide b) Divide c)")]
    [InlineData("a / b * c % d", "(((a Divide b) Multiply c) Modulo d)")]
    [InlineData("(a or b) and c", "((a Or b) And c)")]
    [InlineData("(a < b) = c", "((a Less b) Equal c)")]
    [InlineData("-3", "-3")]
    [InlineData("a-3", "a-3")]
    [InlineData("a -3", "(a Subtract 3)")]
    [InlineData("5-3", "(5 Subtract 3)")]
    [InlineData("-(3)", "(-3)")]
    public void Parse_Precedence_GroupsAsDocumented(string text, string grouped) => Assert.Equal(grouped, SyntaxDump.Readable(Parsed(text)));

    [Theory]
    [InlineData("a==b", "a = b")]
    [InlineData("((a))", "a")]
    [InlineData("(a and b) and c", "a and b and c")]
    [InlineData("a and (b and c)", "a and (b and c)")]
    [InlineData("a-b and 10/2", "a-b and 10 / 2")]
    [InlineData("\"it's\"", "'it\\'s'")]
    [InlineData("'a\\nb\\{'", "'a\\nb{'")]
    [InlineData("90s", "1m30s")]
    [InlineData("0s", "0s")]
    [InlineData("-90m", "-1h30m")]
    [InlineData("07:00:00", "07:00")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0", "0")]
    [InlineData("1000000", "1000000")]
    [InlineData("100000000000000000000", "1E+20")]
    [InlineData("f( a,room :b )", "f(a, room: b)")]
    [InlineData("- (3)", "-(3)")]
    [InlineData("-(-a)", "-(-a)")]
    [InlineData("not (a)", "not a")]
    [InlineData("(a?b:c)?d:(e?f:g)", "(a ? b : c) ? d : e ? f : g")]
    public void Render_Text_IsCanonical(string text, string canonical)
    {
        var syntax = Parsed(text);

        Assert.Equal(canonical, ExpressionRenderer.Render(syntax));
        Assert.Equal(SyntaxDump.Of(syntax), SyntaxDump.Of(Parsed(canonical)));
    }

    [Fact]
    public void Parse_Parts_KnowTheirPlaces()
    {
        var binary = Assert.IsType<ExpressionSyntax.BinaryOperation>(Parsed(" abs(x)  not in [1, 22]"));

        Assert.Equal(new SourceSpan(1, 22), binary.Span);
        Assert.Equal(new SourceSpan(9, 6), binary.OperatorSpan);
        Assert.Equal(new SourceSpan(20, 2), Assert.IsType<ExpressionSyntax.List>(binary.Right).Items[1].Span);
    }

    [Fact]
    public void Parse_SeveralMisspeltSigns_ReportsEach() =>
        Assert.Equal([2, 7, 11], ExpressionParser.Parse("a && b | c ° d").Faults.Select(fault => fault.Span.Start).Order());

    [Theory]
    [InlineData("characters", ExpressionLimits.CharactersMax)]
    [InlineData("nodes", ExpressionLimits.NodesMax)]
    [InlineData("brackets", ExpressionLimits.DepthMax)]
    [InlineData("signs", ExpressionLimits.DepthMax)]
    [InlineData("calls", ExpressionLimits.DepthMax)]
    [InlineData("lists", ExpressionLimits.DepthMax)]
    [InlineData("conditionals", ExpressionLimits.DepthMax)]
    public void Parse_AtABound_IsRefusedBeyondItOnly(string what, int bound)
    {
        string Make(int size) => what switch
        {
            "characters" => new string('x', size),

            // Members and the list itself.
            "nodes" => "[" + string.Join(',', Enumerable.Repeat("1", size - 1)) + "]",
            "brackets" => new string('(', size) + "1" + new string(')', size),
            "signs" => string.Concat(Enumerable.Repeat("- ", size)) + "x",
            "calls" => string.Concat(Enumerable.Repeat("f(", size)) + new string(')', size),
            "lists" => new string('[', size) + new string(']', size),
            _ => string.Concat(Enumerable.Repeat("a ? b : ", size)) + "c",
        };

        Assert.NotNull(ExpressionParser.Parse(Make(bound - 1)).Syntax);
        Assert.NotNull(ExpressionParser.Parse(Make(bound)).Syntax);
        Assert.Equal("expression.limit", Assert.Single(ExpressionParser.Parse(Make(bound + 1)).Faults).Code);
    }

    private static ExpressionSyntax Parsed(string text)
    {
        var result = ExpressionParser.Parse(text);
        return result.Syntax ?? throw new InvalidOperationException(string.Join("; ", result.Faults));
    }
}
