using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Values;

namespace IotHub.Automation.Tests.Expressions;

public sealed class OperatorTests
{
    // In the furnished home n is 6, m is 4, d is 1h30m, then is two hours ago, wake is 06:30, and un, ub, ut, ud are unknown.
    [Theory]
    [InlineData("n + m", "10")]
    [InlineData("n - m", "2")]
    [InlineData("n * m", "24")]
    [InlineData("n / m", "1.5")]
    [InlineData("n / zero", "unknown")]
    [InlineData("n % m", "2")]
    [InlineData("-n % m", "2")]
    [InlineData("n % -m", "-2")]
    [InlineData("-n % -m", "-2")]
    [InlineData("(n - 6) % -m", "0")]
    [InlineData("n % zero", "unknown")]
    [InlineData("n * 1e308", "unknown")]
    [InlineData("-n", "-6")]
    [InlineData("-d", "-1h30m")]
    [InlineData("-zero", "0")]
    [InlineData("name + '!'", "Anna!")]
    [InlineData("d + 30m", "2h")]
    [InlineData("d - 2h", "-30m")]
    [InlineData("d * 2", "3h")]
    [InlineData("0.5 * d", "45m")]
    [InlineData("d / 4", "22m30s")]
    [InlineData("d / 1h", "1.5")]
    [InlineData("d / zero", "unknown")]
    [InlineData("d / 0s", "unknown")]
    [InlineData("d * 1e300", "unknown")]
    [InlineData("now() - then", "2h")]
    [InlineData("then - now()", "-2h")]
    [InlineData("text(then + 1h)", "2026-11-22 06:05:30")]
    [InlineData("text(1h + then)", "2026-11-22 06:05:30")]
    [InlineData("text(then - 1d)", "2026-11-21 05:05:30")]
    [InlineData("then + 10000d * 1000", "unknown")]
    [InlineData("wake + 1h", "07:30")]
    [InlineData("18h + wake", "00:30")]
    [InlineData("wake - 7h", "23:30")]
    [InlineData("wake + 30s", "06:30:30")]
    [InlineData("wake - 05:30", "1h")]
    [InlineData("wake - 07:30", "-1h")]
    [InlineData("n = 6", "true")]
    [InlineData("n == 6", "true")]
    [InlineData("n != 6", "false")]
    [InlineData("0.1 + 0.2 = 0.3", "false")]
    [InlineData("n < 6", "false")]
    [InlineData("n <= 6", "true")]
    [InlineData("n > 5.9", "true")]
    [InlineData("n >= 7", "false")]
    [InlineData("name = 'Anna'", "true")]
    [InlineData("name = 'anna'", "false")]
    [InlineData("name < 'anna'", "true")]
    [InlineData("date() < '2026-12-24'", "true")]
    [InlineData("yes = no", "false")]
    [InlineData("d > 1h", "true")]
    [InlineData("then < now()", "true")]
    [InlineData("wake < time()", "true")]
    [InlineData("time() = 07:05", "true")]
    [InlineData("n in [5, 6]", "true")]
    [InlineData("n in []", "false")]
    [InlineData("n not in [5, 6]", "false")]
    [InlineData("n in numbers", "unknown")]
    [InlineData("3 in numbers", "true")]
    [InlineData("3 not in numbers", "false")]
    [InlineData("n not in numbers", "unknown")]
    [InlineData("un in [1]", "unknown")]
    [InlineData("weekday() in ['sat', 'sun']", "true")]
    [InlineData("yes ? n : un", "6")]
    [InlineData("no ? un : m", "4")]
    [InlineData("ub ? n : m", "unknown")]
    [InlineData("un + 1", "unknown")]
    [InlineData("1 - un", "unknown")]
    [InlineData("un = un", "unknown")]
    [InlineData("-un", "unknown")]
    [InlineData("not ub", "unknown")]
    [InlineData("not yes", "false")]
    [InlineData("[1, n]", "1, 6")]
    public void Evaluate_Operator_GivesValue(string text, string value) => Assert.Equal(value, ExpressionHome.Furnished().Evaluate(text).ToString(), ignoreCase: false);

    [Theory]
    [InlineData("and", "yes", "yes", "true")]
    [InlineData("and", "yes", "no", "false")]
    [InlineData("and", "no", "yes", "false")]
    [InlineData("and", "no", "no", "false")]
    [InlineData("and", "ub", "yes", "unknown")]
    [InlineData("and", "yes", "ub", "unknown")]
    [InlineData("and", "ub", "no", "false")]
    [InlineData("and", "no", "ub", "false")]
    [InlineData("and", "ub", "ub", "unknown")]
    [InlineData("or", "yes", "yes", "true")]
    [InlineData("or", "yes", "no", "true")]
    [InlineData("or", "no", "yes", "true")]
    [InlineData("or", "no", "no", "false")]
    [InlineData("or", "ub", "yes", "true")]
    [InlineData("or", "yes", "ub", "true")]
    [InlineData("or", "ub", "no", "unknown")]
    [InlineData("or", "no", "ub", "unknown")]
    [InlineData("or", "ub", "ub", "unknown")]
    public void Evaluate_Logic_HasThreeValues(string word, string left, string right, string value) =>
        Assert.Equal(value, ExpressionHome.Furnished().Evaluate($"{left} {word} {right}").ToString());

    /// <summary>Every pair of types under every arithmetic operator: it is accepted exactly when the table has a rule, and the value is of the kind that the rule says.</summary>
    [Fact]
    public void Evaluate_EveryArithmeticRule_GivesTheKindOfTheTable()
    {
        var home = ExpressionHome.Furnished();
        (string Text, ExpressionKind Kind)[] operands =
        [
            ("n", ExpressionKind.Number), ("yes", ExpressionKind.Boolean), ("name", ExpressionKind.Text), ("d", ExpressionKind.Duration), ("then", ExpressionKind.Moment), ("wake", ExpressionKind.TimeOfDay),
            ("numbers", ExpressionKind.List),
        ];
        var rules = 0;
        foreach (var operation in Enum.GetValues<BinaryOperator>().Where(operation => operation >= BinaryOperator.Add))
        {
            foreach (var (left, right) in operands.SelectMany(left => operands.Select(right => (left, right))))
            {
                var text = $"{left.Text} {"+-*/%"[operation - BinaryOperator.Add]} {right.Text}";
                var rule = ArithmeticTable.Rules.Where(rule => rule.Operator == operation && rule.Left == left.Kind && rule.Right == right.Kind).ToList();
                var result = ExpressionCompiler.Compile(text, home.Types);

                Assert.True(rule.Count == (result.Expression is null ? 0 : 1), text);
                if (result.Expression is { } expression)
                {
                    rules++;
                    Assert.Equal(rule[0].Result, expression.Type.Kind);
                    Assert.Equal(rule[0].Result, expression.Evaluate(home).Kind);
                }
            }
        }

        Assert.Equal(ArithmeticTable.Rules.Length, rules);
    }

    [Theory]
    [InlineData("hall-lamp/light.mode = 'Night'", "true")]
    [InlineData("hall-lamp/light.mode = 'night'", "true")]
    [InlineData("'Night' = hall-lamp/light.mode", "true")]
    [InlineData("hall-lamp/light.mode = 2", "true")]
    [InlineData("hall-lamp/light.mode != 'White'", "true")]
    [InlineData("hall-lamp/light.mode in ['White', 'Night']", "true")]
    [InlineData("hall-lamp/light.mode not in ['White', 1]", "true")]
    [InlineData("'Night' in values('light.mode')", "true")]
    [InlineData("hall-lamp/light.mode >= 'Color'", "true")]
    [InlineData("hall-lamp/light.mode = kitchen-lamp/light.mode", "false")]
    [InlineData("hall-lamp/light.mode + 1", "3")]
    [InlineData("text(hall-lamp/light.mode)", "Night")]
    [InlineData("number(hall-lamp/light.mode)", "2")]
    [InlineData("'mode ' + text(hall-lamp/light.mode)", "mode Night")]
    [InlineData("text(hall-lamp/light.mode) = name", "false")]
    [InlineData("default(speaker/speaker.mute, no) ? 1 : 0", "0")]
    [InlineData("default(purifier/air-purifier.mode, 'Sleep') = 1", "true")]
    [InlineData("max(values('light.mode'))", "2")]
    public void Evaluate_Choice_IsNumberAndName(string text, string value)
    {
        var home = ExpressionHome.Furnished().Report("hall-lamp/light.mode", 2).Report("kitchen-lamp/light.mode", 0);

        Assert.Equal(value, home.Evaluate(text).ToString());
    }

    [Theory]
    [InlineData("trigger.value = 'on'", "true")]
    [InlineData("trigger.value = 5", "unknown")]
    [InlineData("trigger.value + 1", "unknown")]
    [InlineData("trigger.value + '!'", "on!")]
    [InlineData("not trigger.value", "unknown")]
    [InlineData("trigger.value and yes", "unknown")]
    [InlineData("no and trigger.value", "false")]
    [InlineData("trigger.value ? 1 : 2", "unknown")]
    [InlineData("trigger.value in ['on', 'off']", "true")]
    [InlineData("n in trigger.value", "unknown")]
    [InlineData("sum(trigger.value)", "unknown")]
    [InlineData("abs(trigger.value)", "unknown")]
    [InlineData("length(trigger.value)", "2")]
    [InlineData("minutes(trigger.value)", "unknown")]
    [InlineData("trigger.arguments.key-code + 1", "4")]
    [InlineData("run.number", "12")]
    public void Evaluate_ValueKnownOnlyLater_FitsOrIsUnknown(string text, string value) => Assert.Equal(value, ExpressionHome.Furnished().Evaluate(text).ToString());

    [Fact]
    public void Evaluate_Properties_AreReadAsTheyAre()
    {
        var home = ExpressionHome.Furnished().Report("hall-lamp/light.on", true).Report("hall-lamp/light.brightness", 40)
            .Report("hall/temperature-humidity-sensor.temperature", 17.5).Report("purifier/environment.pm2.5-density", 12);

        Assert.Equal("true", home.Evaluate("hall-lamp/light.on").ToString());
        Assert.Equal("50", home.Evaluate("hall-lamp/light.brightness + 10").ToString());
        Assert.True(home.Evaluate("hall/temperature-humidity-sensor.temperature < 18 and hall-lamp/light.on").Holds);
        Assert.Equal("12", home.Evaluate("purifier/environment.pm2.5-density").ToString());
        Assert.Equal("kitchen-lamp/light.on is not known", home.Evaluate("not kitchen-lamp/light.on").Reason);
    }

    [Fact]
    public void ToPropertyValue_Kinds_BecomeWhatThePropertyTakes()
    {
        var home = ExpressionHome.Furnished();
        var mode = home.PropertyOf("hall-lamp/light.mode");

        Assert.Equal(PropertyValue.FromInteger(2), home.Evaluate("'night'").ToPropertyValue(mode));
        Assert.Equal(default, home.Evaluate("'nigth'").ToPropertyValue(mode));
        Assert.Equal(PropertyValue.FromNumber(6), home.Evaluate("n").ToPropertyValue(home.PropertyOf("hall-lamp/light.brightness")));
        Assert.Equal(PropertyValue.FromBoolean(true), home.Evaluate("yes").ToPropertyValue(home.PropertyOf("hall-lamp/light.on")));
        Assert.Equal(default, home.Evaluate("d").ToPropertyValue(mode));
        Assert.Equal(default, home.Evaluate("un").ToPropertyValue(mode));
    }

    [Fact]
    public void Values_BeyondTheirBounds_AreUnknown()
    {
        Assert.True(ExpressionValue.FromText(new string('x', ExpressionLimits.TextLengthMax)).IsKnown);
        Assert.False(ExpressionValue.FromText(new string('x', ExpressionLimits.TextLengthMax + 1)).IsKnown);
        Assert.True(ExpressionValue.FromList([.. new ExpressionValue[ExpressionLimits.ListMembersMax]]).IsKnown);
        Assert.False(ExpressionValue.FromList([.. new ExpressionValue[ExpressionLimits.ListMembersMax + 1]]).IsKnown);
        Assert.False(ExpressionValue.FromList([ExpressionValue.FromList([])]).IsKnown);
        Assert.False(ExpressionValue.FromNumber(double.NaN).IsKnown);
        Assert.False(ExpressionValue.FromNumber(double.PositiveInfinity).IsKnown);
    }

    [Theory]
    [InlineData(4_095, true)]
    [InlineData(4_096, true)]
    [InlineData(4_097, false)]
    public void Evaluate_JoinedText_IsUnknownBeyondTheBound(int length, bool isKnown)
    {
        var home = ExpressionHome.Furnished().Let("long", ExpressionValue.FromText(new string('x', length - 2) + "y"));

        Assert.Equal(isKnown, home.Evaluate("long + '!'").IsKnown);
        Assert.Equal(isKnown, home.Evaluate("replace(long, 'y', 'zz')").IsKnown);
    }

    // A count visits its call, its variable and the members; between two of them stands a plus: 19 * 1,002 + 19 + 2 + the last members.
    [Theory]
    [InlineData(940, true)]
    [InlineData(941, true)]
    [InlineData(942, false)]
    public void Evaluate_Steps_AreUnknownBeyondTheBound(int last, bool isKnown)
    {
        static ExpressionValue Members(int count) => ExpressionValue.FromList([.. Enumerable.Range(0, count).Select(number => ExpressionValue.FromNumber(number))]);
        var home = ExpressionHome.Furnished().Let("many", Members(1_000), ExpressionType.ListOf(ExpressionType.Number)).Let("few", Members(last), ExpressionType.ListOf(ExpressionType.Number));
        var value = home.Evaluate(string.Concat(Enumerable.Repeat("count(many) + ", 19)) + "count(few)");

        Assert.Equal(isKnown, value.IsKnown);
        Assert.Equal(isKnown ? string.Empty : "it takes more than 20,000 steps", value.Reason);
    }

    [Fact]
    public void Evaluate_TooManySteps_AreUnknownWhateverTheDefault()
    {
        var home = ExpressionHome.Furnished().Let("many", ExpressionValue.FromList([.. new ExpressionValue[1_000]]), ExpressionType.ListOf(ExpressionType.Number));

        Assert.Equal("it takes more than 20,000 steps", home.Evaluate($"default({string.Join(" + ", Enumerable.Repeat("count(many)", 20))}, 0)").Reason);
    }
}
