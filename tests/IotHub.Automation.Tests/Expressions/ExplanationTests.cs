using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Tests.Expressions;

public sealed class ExplanationTests
{
    [Theory]
    [InlineData("hall/temperature-humidity-sensor.temperature < 18", "hall/temperature-humidity-sensor.temperature = 17.5 °C, so \"< 18\" is true")]
    [InlineData("hall-lamp/light.on", "hall-lamp/light.on = true")]
    [InlineData("not hall-lamp/light.on", "hall-lamp/light.on = true")]
    [InlineData("hall-lamp/light.on and n > 5", "hall-lamp/light.on = true; n = 6, so \"> 5\" is true")]
    [InlineData("hall-lamp/light.on and n > 7", "n = 6, so \"> 7\" is false")]
    [InlineData("hall-lamp/light.on or n > 5 or m > 5", "hall-lamp/light.on = true; n = 6, so \"> 5\" is true")]
    [InlineData("no or n > 7", "no = false; n = 6, so \"> 7\" is false")]
    [InlineData("not (hall-lamp/light.on and n > 7)", "n = 6, so \"> 7\" is false")]
    [InlineData("hall-lamp/light.mode = 'Night'", "hall-lamp/light.mode = Night, so \"= 'Night'\" is true")]
    [InlineData("n + m * 2", "n = 6, m = 4, so \"n + m * 2\" is 14")]
    [InlineData("n > m", "n = 6, m = 4, so \"n > m\" is true")]
    [InlineData("n > n", "n = 6, so \"n > n\" is false")]
    [InlineData("kitchen-lamp/light.on", "kitchen-lamp/light.on is not known")]
    [InlineData("kitchen-lamp/light.brightness > 5", "kitchen-lamp/light.brightness is not known, so \"> 5\" is unknown")]
    [InlineData("kitchen-lamp/light.on and n > 5", "kitchen-lamp/light.on is not known")]
    [InlineData("n / zero > 5", "n = 6, zero = 0, so \"n / zero > 5\" is unknown: something is divided by zero")]
    [InlineData("yes ? n : m", "yes = true; n = 6")]
    [InlineData("no ? n : 3", "no = false")]
    [InlineData("time() < 07:30", "time() = 07:05, so \"< 07:30\" is true")]
    [InlineData("since(hall-lamp/light.on) > 5m", "since(hall-lamp/light.on) = 10m, so \"> 5m\" is true")]
    [InlineData("any(values('light.on'))", "values('light.on') = [true, unknown], so \"any(values('light.on'))\" is true")]
    [InlineData("name in ['Anna', 'Ben']", "name = \"Anna\", so \"name in ['Anna', 'Ben']\" is true")]
    [InlineData("sunElevation() < 0", "sunElevation() = -4.5, so \"< 0\" is true")]
    [InlineData("true", "")]
    public void Explain_Expression_NamesWhatDecided(string text, string explanation)
    {
        var home = ExpressionHome.Furnished().Report("hall/temperature-humidity-sensor.temperature", 17.5).Report("hall-lamp/light.on", true, TimeSpan.FromMinutes(10)).Report("hall-lamp/light.mode", 2);
        var expression = home.Compile(text);

        var why = expression.Explain(home);

        Assert.Equal(explanation, why.ToString());
        Assert.Equal(expression.Evaluate(home), why.Value);
    }

    [Theory]
    [InlineData(11, 11)]
    [InlineData(12, 12)]
    [InlineData(13, 12)]
    public void Explain_ManyClauses_NamesTheFirst(int clauses, int parts)
    {
        var home = ExpressionHome.Furnished();

        Assert.Equal(parts, home.Compile(string.Join(" and ", Enumerable.Range(0, clauses).Select(i => $"n > -{i + 1}"))).Explain(home).Parts.Length);
    }

    [Fact]
    public void Reads_Expression_NamesAllThatItReads()
    {
        var expression = ExpressionHome.Furnished().Compile(
            "hall-lamp/light.on and (hall-lamp/light.on or n > m) and any(values('light.on', room: 'Hall')) and any(values('light.on', room: 'Hall')) and online('speaker') and state('night-light') = 'enabled'");

        Assert.Equal(["hall-lamp/light.on"], expression.References.Select(reference => reference.Address));
        Assert.Equal([new PropertySelection("light.on", "Hall", null)], expression.Selections.ToArray());
        Assert.Equal(["speaker"], expression.Reads.Devices.ToArray());
        Assert.Equal(["n", "m"], expression.Reads.Variables.ToArray());
        Assert.Equal(["night-light"], expression.Reads.Automations.ToArray());
        Assert.False(expression.UsesTime);
        Assert.False(expression.Reads.UsesPresence);
        Assert.Equal(ExpressionType.Boolean, expression.Type);
    }

    [Theory]
    [InlineData("now() > then")]
    [InlineData("time() < 07:00")]
    [InlineData("weekday() = 'mon'")]
    [InlineData("date() = 'x'")]
    [InlineData("age(hall-lamp/light.on) > 5m")]
    [InlineData("since(hall-lamp/light.on) > 5m")]
    [InlineData("sunElevation() < 0")]
    [InlineData("isWorkday()")]
    [InlineData("isHoliday()")]
    public void UsesTime_WhatChangesByItself_IsTrue(string text) => Assert.True(ExpressionHome.Furnished().Compile($"yes and ({text})").UsesTime);

    [Theory]
    [InlineData("isHome('anna')")]
    [InlineData("peopleHome() > 0")]
    public void UsesPresence_Presence_IsTrue(string text) => Assert.True(ExpressionHome.Furnished().Compile(text).Reads.UsesPresence);

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("not (1 > 2)", "true")]
    [InlineData("upper('a') + 'b'", "Ab")]
    [InlineData("true ? 5m : 1h", "5m")]
    [InlineData("1 in [1, 2]", "true")]
    [InlineData("max([1, 2])", "2")]
    [InlineData("23:00 + 2h", "01:00")]
    public void Compile_ConstantParts_AreFolded(string text, string value)
    {
        var tree = ExpressionHome.Furnished().Compile(text).Tree;

        Assert.Equal(value, Assert.IsType<TypedExpression.Constant>(tree).Value.ToString());
        Assert.Equal(text, tree.ToString());
    }

    [Fact]
    public void Parts_EveryCaseOfTheTree_ListsWhatIsBelow()
    {
        var tree = ExpressionHome.Furnished().Compile("not (yes and n > m) ? -(n + 1) in [n, m] : known(hall-lamp/light.on) or any(values('light.on'))").Tree;
        var seen = new HashSet<Type>();
        void Walk(TypedExpression part)
        {
            seen.Add(part.GetType());
            foreach (var inner in part.Parts)
            {
                Walk(inner);
            }
        }

        Walk(tree);

        Assert.Equal(typeof(TypedExpression).GetNestedTypes().Select(type => type.Name).Order(), seen.Select(type => type.Name).Order());
    }

    [Theory]
    [InlineData("hall/temperature-humidity-sensor.temperature < 18 and (hall-lamp/light.on or hall-lamp/light.brightness + 10 > 40) and hall-lamp/light.mode = 'Night'")]
    [InlineData("round(hall/temperature-humidity-sensor.temperature * 1.8 + 32, 1)")]
    [InlineData("kitchen-lamp/light.on and not hall-lamp/light.on")]
    [InlineData("default(kitchen-lamp/light.brightness, 5) > hall-lamp/light.brightness ? max(1, n) : clamp(hall-lamp/light.brightness, 1, 50)")]
    [InlineData("n / zero > 5 or known(un)")]
    [InlineData("since(hall-lamp/light.on) > 5m and time() < 08:00")]
    public void Evaluate_NumbersAndBooleansOverProperties_AllocatesNothing(string text)
    {
        var home = ExpressionHome.Furnished().Report("hall/temperature-humidity-sensor.temperature", 17.5).Report("hall-lamp/light.on", true).Report("hall-lamp/light.brightness", 40).Report("hall-lamp/light.mode", 2);
        var expression = home.Compile(text);
        for (var i = 0; i < 200; i++)
        {
            expression.Evaluate(home);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            expression.Evaluate(home);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
