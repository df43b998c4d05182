using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Tests.Expressions;

/// <summary>The grammar in the documentation is the grammar of the parser.</summary>
public sealed class GrammarTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.Path("docs", "automations", "expressions.md"));

    private static readonly string[] Accepted =
    [
        "1", "21.5", "1e6", "-3", "0.5e-3", "true", "false", "'a'", "\"a\"", "'it\\'s \\\"\\\\\\n\\{'", "5m", "1h30m", "-250ms", "07:00", "23:30:15", "hall-lamp/light.brightness", "outlet/outlet-2.on",
        "2nd-lamp/light.on", "a/environment.pm2.5-density", "x", "_x2", "trigger.arguments.key-code", "a ? b : c", "a ? b : c ? d : e", "a or b", "a or b or c", "a and b", "a and b and c", "a = b", "a == b",
        "a != b", "a < b", "a <= b", "a > b", "a >= b", "a in b", "a not in b", "a + b", "a - b", "a + b + c", "a * b", "a / b", "a % b", "a * b * c", "not a", "- a", "not not a", "(a)", "((a))", "[]", "[a]", "[a, b]",
        "[a, b, c]", "f()", "f(a)", "f(a, b)", "f(a, b, c)", "f(room: a)", "f(a, room: b)", "f(a ? b : c)", "10/2", "1+2", "a<b", "[1,2]", " \t\r\n a ", "a ?b:c", "a ? 1:2",
    ];

    private static readonly string[] Refused =
    [
        "", "(", ")", "()", "a b", "a ? b", "a ? : b", "a ? b : ", "a :", "a or", "or a", "a and and b", "a = ", "a = = b", "a < b < c", "a = b = c", "a in b in c", "a not b", "a not", "a +", "* a", "a ** b", "not", "-", "[a", "[a,]",
        "[,a]", "[a b]", "f(", "f(a", "f(a,)", "f(,a)", "f(a b)", "f(room:)", "f(1: a)", "(a", "a)", "(a, b)", "1.", ".5", "1..2", "007", "5 m", "5min", "1h1d", "7:00", "25:00", "12:60", "'a", "a'", "'a\\b'", "a & b", "a && b", "!a", "a.b.",
        "a.", "true()", "and", "in", "{a}", "a;", "°", "a ! b", "/", "a /", "/ a", "f(room: a: b)", "a ? b : c : d",
    ];

    [Fact]
    public void Parse_AcceptedSamples_FollowTheGrammarAndUseAllOfIt()
    {
        var grammar = EbnfGrammar.Read(Page);
        var used = new HashSet<string>();
        foreach (var text in Accepted)
        {
            Assert.True(ExpressionParser.Parse(text).Syntax is not null, $"parser refuses {text}: {string.Join("; ", ExpressionParser.Parse(text).Faults)}");
            Assert.True(grammar.Accepts(text, used), $"grammar refuses {text}");
        }

        Assert.Equal([], grammar.Points.Where(point => !used.Contains(point)));
        Assert.Equal(["duration", "name", "number", "property", "text", "time"], used.Where(point => point.StartsWith("token ", StringComparison.Ordinal)).Select(point => point[6..]).Order());
    }

    [Fact]
    public void Parse_RefusedSamples_AreRefusedByTheGrammarToo()
    {
        var grammar = EbnfGrammar.Read(Page);
        foreach (var text in Refused)
        {
            Assert.True(ExpressionParser.Parse(text).Syntax is null, $"parser accepts {text}");
            Assert.False(grammar.Accepts(text, new HashSet<string>()), $"grammar accepts {text}");
        }
    }

    [Fact]
    public void Parse_RandomRowsOfTokens_AgreeWithTheGrammar()
    {
        string[] tokens = ["a", "b.c", "1", "2.5", "'t'", "5m", "07:00", "x/y.z", "true", "not", "and", "or", "in", "=", "<", "+", "-", "*", "?", ":", "(", ")", "[", "]", ",", "f"];
        var grammar = EbnfGrammar.Read(Page);
        var accepted = 0;
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var tree = ExpressionRenderer.Render(new RandomExpressions(seed).Any(2)).Split(' ').ToList();
            for (var change = random.Next(3); change > 0 && tree.Count < 20; change--)
            {
                var at = random.Next(tree.Count);
                tree[at] = random.Next(3) == 0 ? string.Empty : random.Next(2) == 0 ? tokens[random.Next(tokens.Length)] : tree[at] + " " + tokens[random.Next(tokens.Length)];
            }

            var text = string.Join(' ', tree);
            var isParsed = ExpressionParser.Parse(text).Syntax is not null;
            accepted += isParsed ? 1 : 0;

            Assert.True(isParsed == grammar.Accepts(text, new HashSet<string>()), $"seed {seed}: the parser {(isParsed ? "accepts" : "refuses")} {text}");
        }

        // Both answers must come often for the comparison to mean anything.
        Assert.InRange(accepted, 1_000, 3_000);
    }

    [Fact]
    public void Documentation_NamesEveryFunctionAndBound()
    {
        var functions = Page[Page.IndexOf("## Functions", StringComparison.Ordinal)..Page.IndexOf("## Texts", StringComparison.Ordinal)];
        Assert.Equal([], FunctionTable.All.Where(function => !functions.Contains($"`{function.Name}(", StringComparison.Ordinal)).Select(function => function.Name));
        foreach (var bound in (int[])[ExpressionLimits.CharactersMax, ExpressionLimits.NodesMax, ExpressionLimits.DepthMax, ExpressionLimits.ListMembersMax, ExpressionLimits.TextLengthMax, ExpressionLimits.StepsMax, ExpressionLimits.FaultsMax, ExpressionLimits.ExplainedPartsMax])
        {
            Assert.Contains($"| {bound.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} |", Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FunctionTable_IsInTheOrderOfTheEnumeration() =>
        Assert.Equal(Enum.GetValues<ExpressionFunction>(), FunctionTable.All.Select(function => function.Function));
}
