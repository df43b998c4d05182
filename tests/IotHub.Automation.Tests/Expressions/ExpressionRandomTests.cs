using System.Globalization;
using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Tests.Expressions;

public sealed class ExpressionRandomTests
{
    private const int Trees = 10_000;
    private const int Pairs = 100_000;
    private const int ScopesForEach = 10;

    [Fact]
    public void Render_RandomTrees_ParseToTheSame()
    {
        var tried = 0;
        for (var seed = 0; tried < Trees; seed++)
        {
            var tree = new RandomExpressions(seed).Any(4);
            var text = ExpressionRenderer.Render(tree);
            if (text.Length > ExpressionLimits.CharactersMax)
            {
                continue;
            }

            var parsed = ExpressionParser.Parse(text);

            tried++;
            Assert.True(parsed.Syntax is not null, $"seed {seed}: {text}: {string.Join("; ", parsed.Faults)}");
            Assert.True(SyntaxDump.Of(tree) == SyntaxDump.Of(parsed.Syntax!), $"seed {seed}: {text}");
            Assert.Equal(text, ExpressionRenderer.Render(parsed.Syntax!));
        }
    }

    // Kinds of variables are drawn anew for each scope, so that what was checked often does not hold when it is evaluated.
    [Fact]
    public void Evaluate_RandomExpressionsAndScopes_NeverThrowsAndIsTheSameTwice()
    {
        var (accepted, known) = (0, 0);
        for (var seed = 0; accepted < Pairs / ScopesForEach; seed++)
        {
            var random = new RandomExpressions(seed);
            var home = ExpressionHome.Furnished();
            var text = random.Typed((ExpressionKind)(1 + (seed % 6)), 3);
            var result = ExpressionCompiler.Compile(text, home.Types);
            if (result.Expression is not { } expression)
            {
                Assert.NotEmpty(result.Diagnostics);
                continue;
            }

            accepted++;
            for (var scope = 0; scope < ScopesForEach; scope++)
            {
                Furnish(home, random, scope, new Random(seed + scope));
                var value = expression.Evaluate(home);
                known += value.IsKnown ? 1 : 0;

                if (value != expression.Evaluate(home) || value != expression.Explain(home).Value || (!value.IsKnown && value.Reason.Length == 0))
                {
                    Assert.Fail($"seed {seed}: {text} is not the same twice, or unknown without a reason");
                }

                // In the first scope variables are as they were checked.
                if (scope == 0 && !expression.Type.IsAny && value.IsKnown && !Fits(value, expression.Type))
                {
                    Assert.Fail($"seed {seed}: {text} is {value.Kind}, checked as {expression.Type}");
                }
            }
        }

        // Otherwise the expressions would say little.
        Assert.InRange(known, Pairs / 4, Pairs);
    }

    [Fact]
    public void Compile_RandomTrees_NeverThrowsAndSaysWhyNot()
    {
        var home = ExpressionHome.Furnished();
        for (var seed = 0; seed < Trees; seed++)
        {
            var text = ExpressionRenderer.Render(new RandomExpressions(seed).Any(3));
            var result = ExpressionCompiler.Compile(text, home.Types, seed % 2 == 0 ? ExpressionType.Boolean : null);

            Assert.True(result.Expression is not null || result.Diagnostics.Length > 0, $"seed {seed}: {text}");
            _ = result.Expression?.Evaluate(home);
        }
    }

    [Fact]
    public void Compile_RandomLetters_NeverThrowsAndSaysWhyNot()
    {
        const string letters = "ab1.5-/'\"\\{}()[]<>=!?:,;%*+ \t\n\0é温\ud83d\ude00°and or not in true";
        var home = ExpressionHome.Furnished();
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => letters[random.Next(letters.Length)]));
            var expression = ExpressionCompiler.Compile(text, home.Types);
            var template = ExpressionCompiler.CompileText("x {{" + text + "}} y", home.Types);

            Assert.True(expression.Expression is not null || expression.Diagnostics.Length > 0, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {text}"));
            Assert.True(template.Text is not null || template.Diagnostics.Length > 0, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {text}"));
        }
    }

    [Theory]
    [InlineData("(", 10_000)]
    [InlineData("[", 10_000)]
    [InlineData("-", 10_000)]
    [InlineData("not ", 10_000)]
    [InlineData("abs(", 10_000)]
    [InlineData("true ? ", 10_000)]
    [InlineData("(", 300)]
    [InlineData("-", 300)]
    [InlineData("abs(", 200)]
    [InlineData("x", 1_048_576)]
    [InlineData("\0", 900)]
    [InlineData("\ud800", 900)]
    [InlineData("'", 999)]
    [InlineData("1 < ", 200)]
    [InlineData("9", 1_000)]
    [InlineData("1m", 400)]
    [InlineData("a-", 400)]
    [InlineData("1 ? ", 200)]
    public void Compile_HostileText_EndsInADiagnostic(string part, int times)
    {
        var text = string.Concat(Enumerable.Repeat(part, times));

        Assert.NotEmpty(ExpressionCompiler.Compile(text, ExpressionHome.Furnished().Types).Diagnostics);
        Assert.NotEmpty(ExpressionCompiler.CompileText("{{" + text, ExpressionHome.Furnished().Types).Diagnostics);
    }

    private static bool Fits(ExpressionValue value, ExpressionType type) => value.Kind == type.Kind || (value.Kind == ExpressionKind.Choice && type.Kind == ExpressionKind.Number);

    private static void Furnish(ExpressionHome home, RandomExpressions random, int scope, Random chance)
    {
        if (chance.Next(4) > 0)
        {
            home.Report("hall-lamp/light.on", chance.Next(2) == 0).Report("hall-lamp/light.brightness", chance.Next(101)).Report("hall-lamp/light.mode", chance.Next(4))
                .Report("hall/temperature-humidity-sensor.temperature", Math.Round(chance.NextDouble() * 30, 1)).Report("kitchen-lamp/light.brightness", chance.Next(101));
        }

        if (scope > 0)
        {
            foreach (var name in home.VariableTypes.Keys)
            {
                home.Set(name, random.Value());
            }

            home.SunElevation = chance.Next(3) == 0 ? null : chance.Next(-90, 90);
            home.PeopleHome = chance.Next(3) == 0 ? null : chance.Next(4);
            home.IsWorkday = chance.Next(3) == 0 ? null : chance.Next(2) == 0;
            home.Now = chance.Next(5) == 0 ? DateTimeOffset.MaxValue : ExpressionHome.Morning.AddHours(chance.Next(1_000));
        }
    }
}
