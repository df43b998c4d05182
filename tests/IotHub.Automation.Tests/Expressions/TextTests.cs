using System.Text;
using IotHub.Automation.Expressions;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Contracts.Json;

namespace IotHub.Automation.Tests.Expressions;

public sealed class TextTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("plain", "plain", "plain")]
    [InlineData("It is {{ round(hall/temperature-humidity-sensor.temperature, 1) }} °C", "It is 17.5 °C", "It is {{ round(hall/temperature-humidity-sensor.temperature, 1) }} °C")]
    [InlineData("{{n}}{{m}}", "64", "{{ n }}{{ m }}")]
    [InlineData("{{ replace('a}}b{{', '}}', '\"') }}", "a\"b{{", "{{ replace('a}}b{{', '}}', '\"') }}")]
    [InlineData("{{ 'it\\'s }}' }}", "it's }}", "{{ 'it\\'s }}' }}")]
    [InlineData("a } b { c }} d", "a } b { c }} d", "a } b \\{ c }} d")]
    [InlineData("\\{{ n }} and \\\\{{ n }} in c:\\dir", "{{ n }} and \\6 in c:\\dir", null)]
    [InlineData("{\\{{{ n }}", "{{6", "\\{\\{{{ n }}")]
    [InlineData("{{ hall-lamp/light.mode }} at {{ time() }}", "Night at 07:05", "{{ hall-lamp/light.mode }} at {{ time() }}")]
    [InlineData("{{ kitchen-lamp/light.on ? 'on' : 'off' }}!", "unknown!", "{{ kitchen-lamp/light.on ? 'on' : 'off' }}!")]
    public void Render_Text_HoldsValues(string text, string rendered, string? canonical)
    {
        var home = ExpressionHome.Furnished().Report("hall/temperature-humidity-sensor.temperature", 17.45).Report("hall-lamp/light.mode", 2);
        var compiled = ExpressionCompiler.CompileText(text, home.Types).Text!;

        Assert.Equal(rendered, compiled.Render(home).Text);
        Assert.Equal(canonical ?? compiled.ToString(), compiled.ToString());
        Assert.Equal(compiled.ToString(), ExpressionCompiler.CompileText(compiled.ToString(), home.Types).Text!.ToString());
        Assert.Equal(rendered, ExpressionCompiler.CompileText(compiled.ToString(), home.Types).Text!.Render(home).Text);
    }

    [Fact]
    public void Render_Unknown_SaysWhy()
    {
        var home = ExpressionHome.Furnished();

        Assert.Equal(["kitchen-lamp/light.on is not known", "something is divided by zero"],
            ExpressionCompiler.CompileText("{{ kitchen-lamp/light.on }} {{ n }} {{ n / zero }}", home.Types).Text!.Render(home).Unknown.ToArray());
    }

    // The mark § stands right before the place that the fault must name.
    [Theory]
    [InlineData("n is §{{ n", "expression.syntax")]
    [InlineData("n is {{ §nn }} of {{ m }}", "expression.name")]
    [InlineData("\\\"°\\\" {{ m }} {{ n §+ name }}", "expression.type")]
    [InlineData("{{§}}", "expression.syntax")]
    public void CompileText_Fault_PointsIntoTheRawText(string marked, string code)
    {
        var json = $"[ \"{marked.Replace("§", string.Empty, StringComparison.Ordinal)}\" ]";
        Assert.True(PositionedJson.TryParse(Encoding.UTF8.GetBytes(json), 4, out var root, out _));

        var fault = Assert.Single(ExpressionCompiler.CompileText(root.Items[0], ExpressionHome.Furnished().Types).Diagnostics);

        Assert.Equal(("automation." + code, "/0", 4 + marked.IndexOf('§', StringComparison.Ordinal)), (fault.Code, fault.Path, fault.Column));
    }

    [Fact]
    public void CompileText_FaultsInSeveralExpressions_ReportsEach() =>
        Assert.Equal(2, ExpressionCompiler.CompileText("{{ n + }} and {{ nn }}", ExpressionHome.Furnished().Types).Diagnostics.Length);

    [Fact]
    public void CompileText_MissingDevice_Waits()
    {
        var result = ExpressionCompiler.CompileText("{{ attic-lamp/light.on }}", ExpressionHome.Furnished().Types);

        Assert.True(result.IsWaitingForDevices);
        Assert.Null(result.Text);
    }

    [Theory]
    [InlineData(ExpressionLimits.TemplateExpressionsMax - 1, true)]
    [InlineData(ExpressionLimits.TemplateExpressionsMax, true)]
    [InlineData(ExpressionLimits.TemplateExpressionsMax + 1, false)]
    public void CompileText_Expressions_AreBounded(int count, bool isAccepted) =>
        Assert.Equal(isAccepted, ExpressionCompiler.CompileText(string.Concat(Enumerable.Repeat("{{n}}", count)), ExpressionHome.Furnished().Types).Text is not null);

    [Theory]
    [InlineData(ExpressionLimits.TemplateCharactersMax - 1, true)]
    [InlineData(ExpressionLimits.TemplateCharactersMax, true)]
    [InlineData(ExpressionLimits.TemplateCharactersMax + 1, false)]
    public void CompileText_Characters_AreBounded(int count, bool isAccepted) =>
        Assert.Equal(isAccepted, ExpressionCompiler.CompileText(new string('x', count), ExpressionHome.Furnished().Types).Text is not null);

    [Theory]
    [InlineData(0, 4_095, 'x')]
    [InlineData(1, 4_096, 'x')]
    [InlineData(2, 4_096, '…')]
    public void Render_LongText_IsCut(int more, int length, char last)
    {
        var home = ExpressionHome.Furnished().Let("long", ExpressionValue.FromText(new string('x', 4_090)));

        var text = ExpressionCompiler.CompileText("abcde{{ long }}" + new string('x', more), home.Types).Text!.Render(home).Text;

        Assert.Equal((length, last), (text.Length, text[^1]));
    }

    [Fact]
    public void Render_CutWithinACharacter_LeavesItOut()
    {
        var home = ExpressionHome.Furnished().Let("long", ExpressionValue.FromText(new string('x', 4_094)));

        Assert.Equal(new string('x', 4_094) + "…", ExpressionCompiler.CompileText("{{ long }}😀x", home.Types).Text!.Render(home).Text);
    }
}
