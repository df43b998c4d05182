using System.Text;
using System.Text.Json;
using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Typing;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Tests.Expressions;

public sealed class DiagnosticsTests
{
    // The mark § stands right before the place that the fault must name.
    [Theory]
    [InlineData("§", "syntax", null)]
    [InlineData("n +§", "syntax", null)]
    [InlineData("n > 50 %§", "syntax", "A percent sign is not written: 50% is 50.")]
    [InlineData("50 % §> n", "syntax", "A percent sign is not written: 50% is 50.")]
    [InlineData("n §5", "syntax", null)]
    [InlineData("n §is 5", "syntax", "Did you mean \"=\"?")]
    [InlineData("n §above 5", "syntax", "Did you mean \">\"?")]
    [InlineData("yes §AND no", "syntax", "Did you mean \"and\"?")]
    [InlineData("d > 5 §m", "syntax", "Did you mean 5m?")]
    [InlineData("d > 2 §mins", "syntax", "Did you mean 2m?")]
    [InlineData("d > §5min", "syntax", "Did you mean 5m?")]
    [InlineData("d > §1.5h", "syntax", null)]
    [InlineData("n > 21§,5", "syntax", "A fraction is written with a point: 21.5.")]
    [InlineData("n > §021", "syntax", "Write \"21\".")]
    [InlineData("n > §1e999", "syntax", null)]
    [InlineData("wake < §7:00", "syntax", "Did you mean 07:00? The \":\" of \"? :\" has spaces around it.")]
    [InlineData("wake < §24:00", "syntax", "Did you mean 00:00? The \":\" of \"? :\" has spaces around it.")]
    [InlineData("wake < §25:00", "syntax", null)]
    [InlineData("yes §&& no", "syntax", "Write \"and\".")]
    [InlineData("yes §|| no", "syntax", "Write \"or\".")]
    [InlineData("§!yes", "syntax", "Write \"not\".")]
    [InlineData("n §<> 5", "syntax", "Write \"!=\".")]
    [InlineData("n §≥ 5", "syntax", "Write \">=\".")]
    [InlineData("n > 25 §°C", "syntax", "Leave the unit out.")]
    [InlineData("name = §“Anna", "syntax", "Write '.")]
    [InlineData("n§\u00a0> 5", "syntax", "Write a plain space.")]
    [InlineData("n > 5§;", "syntax", "Leave it out; arguments are parted by \",\".")]
    [InlineData("name = §'Anna", "syntax", null)]
    [InlineData("name = 'An§\\d'", "syntax", "Write \"\\\\\" for a backslash.")]
    [InlineData("name = 'An§\0'", "syntax", null)]
    [InlineData("n §\0", "syntax", null)]
    [InlineData("(n > 5§", "syntax", null)]
    [InlineData("[n §m]", "syntax", null)]
    [InlineData("name §'x'", "syntax", "Texts are joined with \"+\".")]
    [InlineData("1 < n §< 5", "syntax", "Write \"1 < n and n < 5\".")]
    [InlineData("n = m §== 5", "syntax", "Write \"n = m and m = 5\".")]
    [InlineData("1 < n §<", "syntax", "Join two comparisons with \"and\".")]
    [InlineData("§limt", "name", "A text stands in quotes: 'limt'.")]
    [InlineData("§nmae = 'x'", "name", "Did you mean \"name\"?")]
    [InlineData("§True", "name", "Did you mean \"true\"?")]
    [InlineData("§trigger.vlue = 1", "name", "Did you mean \"trigger.value\"?")]
    [InlineData("§now > then", "name", "Write \"now()\".")]
    [InlineData("§hall-lamp", "name", "Write \"hall-lamp/light.on\", for example.")]
    [InlineData("§hall-lamp.light.on", "name", "Did you mean \"hall-lamp/light.on\"?")]
    [InlineData("§n-m", "spaces", "Write \"n - m\".")]
    [InlineData("§n-1 > 0", "spaces", "Write \"n - 1\".")]
    [InlineData("§n/m", "spaces", "Write \"n / m\".")]
    [InlineData("§n/run.number", "spaces", "Write \"n / run.number\".")]
    [InlineData("§hall-lamp/light.brigtness > 5", "property.unknown", "Did you mean \"hall-lamp/light.brightness\"?")]
    [InlineData("§hall-lamp/on", "property.unknown", "Did you mean \"hall-lamp/light.on\"?")]
    [InlineData("n > 1 and §nwo() > then", "function", "Did you mean \"now\"?")]
    [InlineData("§Round(n)", "function", "Did you mean \"round\"?")]
    [InlineData("§round()", "argument", "It is written round(x, digits?).")]
    [InlineData("§round(n, 1, 2)", "argument", "It is written round(x, digits?).")]
    [InlineData("§now(1)", "argument", "It is written now().")]
    [InlineData("values('light.on', §rom: 'Hall')", "argument", "Did you mean \"room\"?")]
    [InlineData("round(n, §digits: 1)", "argument", "It is written round(x, digits?).")]
    [InlineData("values('light.on', room: 'Hall', §room: 'Kitchen')", "argument", "Remove one of the two.")]
    [InlineData("values(§name)", "argument", "Write 'name'.")]
    [InlineData("values(§hall-lamp/light.on)", "argument", "Write 'hall-lamp/light.on'.")]
    [InlineData("age(§n)", "argument", null)]
    [InlineData("min(§numbers, n)", "argument", "Write min for each of them.")]
    [InlineData("round(§'5')", "type", "Write the number without quotes.")]
    [InlineData("round(n, §11)", "value", null)]
    [InlineData("round(n, §1.5)", "value", null)]
    [InlineData("lower(§n)", "type", "Write \"text(n)\".")]
    [InlineData("round(§numbers)", "type", "Use min, max, avg, sum, count, any or all for a list.")]
    [InlineData("number(§yes)", "type", "Write \"yes ? 1 : 0\".")]
    [InlineData("minutes(§5)", "type", "Write 5s for seconds or 5m for minutes.")]
    [InlineData("length(§n)", "type", null)]
    [InlineData("clamp(n, 1, §5m)", "type", null)]
    [InlineData("any(§numbers)", "type", "Write \"max(numbers) > …\" to ask whether any is above a bound.")]
    [InlineData("sum(§flags)", "type", "Write \"count(flags)\" for how many are true.")]
    [InlineData("min(§name)", "type", null)]
    [InlineData("min(n, §d)", "type", null)]
    [InlineData("n §+ name", "type", "Write \"text(n)\" to join texts.")]
    [InlineData("name §+ hall-lamp/light.mode", "type", "Write \"text(hall-lamp/light.mode)\" to join texts.")]
    [InlineData("d §+ 5", "type", "seconds(d), minutes(d) and hours(d) make numbers of durations.")]
    [InlineData("n §* '5'", "type", "Write the number without quotes.")]
    [InlineData("yes §- n", "type", null)]
    [InlineData("§-name", "type", null)]
    [InlineData("not §n", "type", null)]
    [InlineData("not §n = 5", "type", "Write \"not (n = 5)\".")]
    [InlineData("yes and §n", "type", null)]
    [InlineData("name = 'a' or §'b'", "type", "Write \"name in ['a', 'b']\".")]
    [InlineData("§n ? 1 : 2", "type", null)]
    [InlineData("yes ? 1 : §'a'", "type", null)]
    [InlineData("default(n, §'a')", "type", null)]
    [InlineData("n §= '5'", "type", "Write the number without quotes.")]
    [InlineData("hall-lamp/light.on §= 'on'", "type", "Write true.")]
    [InlineData("hall-lamp/light.on §= 0", "type", "Write false.")]
    [InlineData("d §> 5", "type", "Write 5s for seconds or 5m for minutes.")]
    [InlineData("d §> '5 minutes'", "type", "Write 5m without quotes.")]
    [InlineData("time() §> '07:00'", "type", "Write the time without quotes.")]
    [InlineData("now() §> 07:00", "type", "time() is the time of day, now() the point in time.")]
    [InlineData("yes §< no", "type", "Write \"=\" or \"!=\".")]
    [InlineData("numbers §> 5", "type", "Use any, all, count or in for a list.")]
    [InlineData("[1, §'a']", "type", null)]
    [InlineData("[1, §[2]]", "type", null)]
    [InlineData("n in §name", "type", "Write \"contains(name, n)\" to look in a text.")]
    [InlineData("n in §m", "type", "Write \"n in [m]\".")]
    [InlineData("§numbers in [1]", "type", null)]
    [InlineData("name §in numbers", "type", null)]
    [InlineData("hall-lamp/light.mode = §'Nihgt'", "value", "Did you mean \"Night\"?")]
    [InlineData("§'Nihgt' = hall-lamp/light.mode", "value", "Did you mean \"Night\"?")]
    [InlineData("hall-lamp/light.mode = §9", "value", null)]
    [InlineData("hall-lamp/light.mode in ['Night', §'Blue']", "value", null)]
    [InlineData("§'Nihgt' in values('light.mode')", "value", "Did you mean \"Night\"?")]
    [InlineData("default(hall-lamp/light.mode, §'Nihgt')", "value", "Did you mean \"Night\"?")]
    [InlineData("hall-lamp/light.mode §= purifier/air-purifier.mode", "type", "Compare \"text(hall-lamp/light.mode)\" with \"text(purifier/air-purifier.mode)\".")]
    [InlineData("weekday() = §'monday'", "value", "Did you mean \"mon\"?")]
    [InlineData("weekday() in ['sat', §'Sunday']", "value", "Did you mean \"sun\"?")]
    public void Compile_Fault_NamesPlaceCodeAndSuggestion(string marked, string code, string? suggestion)
    {
        var place = marked.IndexOf('§', StringComparison.Ordinal);
        var node = Node(marked.Replace("§", string.Empty, StringComparison.Ordinal));

        var result = ExpressionCompiler.Compile(node, ExpressionHome.Furnished().Types);

        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Error, $"automation.{(code.Contains('.', StringComparison.Ordinal) ? code : "expression." + code)}"), (fault.Severity, fault.Code));
        Assert.Equal(suggestion, fault.Suggestion);
        Assert.Equal((3, 12 + Written(marked[..place])), (fault.Line, fault.Column));
        Assert.Equal("/if/0", fault.Path);
        Assert.Null(result.Expression);
        Assert.False(result.IsWaitingForDevices);
    }

    [Theory]
    [InlineData("§hal-lamp/light.on", "device.unknown", "Did you mean \"hall-lamp/light.on\"?")]
    [InlineData("online(§'hal-lamp')", "device.unknown", "Did you mean \"hall-lamp\"?")]
    public void Compile_MissingDevice_WaitsAndSuggests(string marked, string code, string suggestion)
    {
        var result = ExpressionCompiler.Compile(Node(marked.Replace("§", string.Empty, StringComparison.Ordinal)), ExpressionHome.Furnished().Types);

        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, "automation." + code, suggestion), (fault.Severity, fault.Code, fault.Suggestion));
        Assert.Equal(12 + marked.IndexOf('§', StringComparison.Ordinal), fault.Column);
        Assert.True(result.IsWaitingForDevices);
        Assert.Null(result.Expression);
    }

    [Theory]
    [InlineData("any(values(§'light.onn'))", "expression.selection", "Did you mean \"light.on\"?")]
    [InlineData("any(values('light.on', room: §'Hal'))", "expression.selection", "Did you mean \"Hall\"?")]
    [InlineData("any(values('light.on', kind: §'lihgt'))", "expression.selection", "Did you mean \"light\"?")]
    [InlineData("isHome(§'ana')", "person.unknown", "Did you mean \"anna\"?")]
    [InlineData("state(§'night-lihgt') = 'enabled'", "expression.automation", "Did you mean \"night-light\"?")]
    [InlineData("n > 1 §/ 0", "expression.unknown", null)]
    [InlineData("n > §number('x')", "expression.unknown", null)]
    [InlineData("hall-lamp/light.brightness §> 100", "expression.never", null)]
    [InlineData("hall-lamp/light.brightness §<= 0.5", "expression.never", null)]
    [InlineData("hall-lamp/light.brightness §= 101", "expression.never", null)]
    public void Compile_Doubt_WarnsAndCanBeUsed(string marked, string code, string? suggestion)
    {
        var result = ExpressionCompiler.Compile(Node(marked.Replace("§", string.Empty, StringComparison.Ordinal)), ExpressionHome.Furnished().Types);

        var fault = Assert.Single(result.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, "automation." + code, suggestion), (fault.Severity, fault.Code, fault.Suggestion));
        Assert.Equal(12 + marked.IndexOf('§', StringComparison.Ordinal), fault.Column);
        Assert.NotNull(result.Expression);
    }

    [Fact]
    public void Compile_SeveralFaults_ReportsEach()
    {
        var result = ExpressionCompiler.Compile(Node("n + name > 5 and lower(m) = 'x' or hall-lamp/light.onn or missing or nwo()"), ExpressionHome.Furnished().Types);

        Assert.Equal(
            ["automation.expression.type", "automation.expression.type", "automation.property.unknown", "automation.expression.name", "automation.expression.function"],
            result.Diagnostics.Select(fault => fault.Code));
        Assert.Equal([14, 35, 47, 70, 81], result.Diagnostics.Select(fault => fault.Column));
    }

    [Fact]
    public void Compile_MoreFaultsThanTheBound_ListsTheFirst()
    {
        var result = ExpressionCompiler.Compile(string.Join(" and ", Enumerable.Range(0, 40).Select(i => $"{i}")), ExpressionHome.Furnished().Types);

        Assert.Equal(ExpressionLimits.FaultsMax, result.Diagnostics.Length);
        Assert.Null(result.Expression);
    }

    [Theory]
    [InlineData("\"'\\u00e4\\n\\\"' + §n\"")]
    [InlineData("\"'\\ud83d\\ude00' + §n\"")]
    [InlineData("\"'😀' + §n\"")]
    [InlineData("\"'温度' + §n\"")]
    [InlineData("\"\\t\\\"x\\\" +\\n §n\"")]
    public void Compile_FaultBehindEscapes_PointsIntoTheRawText(string marked)
    {
        // Columns count characters, of which 😀 is one.
        var column = new StringInfo(marked[..marked.IndexOf('§', StringComparison.Ordinal)]).Length + 1;
        Assert.True(PositionedJson.TryParse(Encoding.UTF8.GetBytes(marked.Replace("§n", "lower(n)", StringComparison.Ordinal)), 4, out var node, out _));

        var fault = Assert.Single(ExpressionCompiler.Compile(node, ExpressionHome.Furnished().Types).Diagnostics);

        Assert.Equal((1, column + "lower(".Length), (fault.Line, fault.Column));
    }

    [Fact]
    public void Compile_NoDocument_NamesTheCharacter()
    {
        var fault = Assert.Single(ExpressionCompiler.Compile("1 + name", ExpressionHome.Furnished().Types).Diagnostics);

        Assert.Equal((0, 0, string.Empty), (fault.Line, fault.Column, fault.Path));
        Assert.EndsWith("(character 3 of the expression)", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_NotAText_SaysSo()
    {
        Assert.True(PositionedJson.TryParse("true"u8.ToArray(), 4, out var node, out _));

        var fault = Assert.Single(ExpressionCompiler.Compile(node, ExpressionHome.Furnished().Types).Diagnostics);

        Assert.Equal(("automation.expression.type", "Write \"true\"."), (fault.Code, fault.Suggestion));
    }

    [Theory]
    [InlineData("n > 5", "boolean", null, true)]
    [InlineData("n", "boolean", null, false)]
    [InlineData("'on'", "boolean", "Write true.", false)]
    [InlineData("trigger.value", "boolean", null, true)]
    [InlineData("n", "number", null, true)]
    [InlineData("hall-lamp/light.mode", "number", null, true)]
    [InlineData("yes", "number", null, false)]
    [InlineData("n", "text", "Write \"text(n)\".", false)]
    [InlineData("name", "text", null, true)]
    [InlineData("5", "duration", "Write 5s for seconds or 5m for minutes.", false)]
    [InlineData("'Night'", "mode", null, true)]
    [InlineData("2", "mode", null, true)]
    [InlineData("n", "mode", null, true)]
    [InlineData("name", "mode", null, true)]
    [InlineData("kitchen-lamp/light.mode", "mode", null, true)]
    [InlineData("purifier/air-purifier.mode", "mode", "Write \"text(purifier/air-purifier.mode)\".", false)]
    [InlineData("yes", "mode", null, false)]
    public void Compile_ExpectedType_IsDemanded(string text, string wanted, string? suggestion, bool fits)
    {
        var home = ExpressionHome.Furnished();
        var type = wanted switch
        {
            "boolean" => ExpressionType.Boolean,
            "number" => ExpressionType.Number,
            "text" => ExpressionType.Text,
            "duration" => ExpressionType.Duration,
            _ => ExpressionType.Of(home.PropertyOf("hall-lamp/light.mode")),
        };

        var result = ExpressionCompiler.Compile(text, home.Types, type);

        Assert.Equal(fits, result.Expression is not null);
        Assert.Equal(fits ? [] : [(("automation.expression.type", suggestion))], result.Diagnostics.Select(fault => (fault.Code, fault.Suggestion)));
    }

    [Theory]
    [InlineData("'Nihgt'", "Did you mean \"Night\"?")]
    [InlineData("9", null)]
    public void Compile_ExpectedChoice_RefusesWhatIsNotInTheList(string text, string? suggestion)
    {
        var home = ExpressionHome.Furnished();

        var fault = Assert.Single(ExpressionCompiler.Compile(text, home.Types, ExpressionType.Of(home.PropertyOf("hall-lamp/light.mode"))).Diagnostics);

        Assert.Equal(("automation.expression.value", suggestion), (fault.Code, fault.Suggestion));
    }

    // The text of a JSON string as it is written there, in characters.
    private static int Written(string text) => JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString().Length;

    // On the third line, whose text begins in column 12.
    private static JsonNodeAt Node(string expression)
    {
        var json = $"{{\n  \"if\":\n        [ \"{JsonEncodedText.Encode(expression, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\" ] }}";
        Assert.True(PositionedJson.TryParse(Encoding.UTF8.GetBytes(json), 8, out var root, out var fault), fault?.Message);
        return root.Properties[0].Value.Items[0];
    }

    private sealed class StringInfo(string text)
    {
        public int Length => text.EnumerateRunes().Count();
    }
}
