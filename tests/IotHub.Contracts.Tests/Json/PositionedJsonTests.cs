using System.Text;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Json;

namespace IotHub.Contracts.Tests.Json;

public sealed class PositionedJsonTests
{
    [Fact]
    public void TryParse_NestedDocument_KnowsPointerLineColumnAndRaw()
    {
        var root = Parse("{\n  \"a/b\": [1, {\"x~y\": \"zwölf\"}],\n  \"ü\": true}");

        var text = root.Properties[0].Value.Items[1].Properties[0].Value;
        Assert.Equal("/a~1b/1/x~0y", text.Pointer);
        Assert.Equal((2, 22), (text.Line, text.Column));
        Assert.Equal("zwölf", text.Text);
        Assert.Equal("\"zwölf\"", text.Raw);
        Assert.Equal("[1, {\"x~y\": \"zwölf\"}]", root.Properties[0].Value.Raw);
        var yes = root.Properties[1];
        Assert.Equal((3, 3), (yes.Line, yes.Column));
        Assert.Equal((3, 8), (yes.Value.Line, yes.Value.Column));
        Assert.Equal(string.Empty, root.Pointer);
    }

    [Fact]
    public void TryParse_ByteOrderMark_IsSkippedAndDoesNotShiftColumns()
    {
        var root = Parse("\uFEFF{\"a\":1}");

        Assert.Equal((1, 1), (root.Line, root.Column));
        Assert.Equal((1, 6), (root.Properties[0].Value.Line, root.Properties[0].Value.Column));
    }

    [Theory]
    [InlineData("{\"a\":1,\n// why\n\"b\":2}", "json.comment", 2, 1)]
    [InlineData("{\"a\":[1,2, ]}", "json.trailing-comma", 1, 10)]
    [InlineData("{\"a\":1,\n}", "json.trailing-comma", 1, 7)]
    [InlineData("{\"a\":", "json.syntax", 1, 6)]
    [InlineData("{\"ä\":tru}", "json.syntax", 1, 9)]
    [InlineData("", "json.empty", 1, 1)]
    [InlineData(" \n ", "json.empty", 1, 1)]
    [InlineData("[[[[1]]]]", "json.depth", 1, 4)]
    [InlineData("{} {}", "json.syntax", 1, 4)]
    [InlineData("{\"a\":NaN}", "json.syntax", 1, 6)]
    [InlineData("[01]", "json.syntax", 1, 3)]
    [InlineData("[\"\\ud800\"]", "json.encoding", 1, 2)]
    [InlineData("{\"\\udc00\":1}", "json.encoding", 1, 2)]
    public void TryParse_BrokenText_NamesKindLineAndColumn(string text, string code, int line, int column)
    {
        Assert.False(PositionedJson.TryParse(Encoding.UTF8.GetBytes(text), 3, out var root, out var fault));

        Assert.Null(root);
        Assert.Equal((code, line, column, DiagnosticSeverity.Error), (fault.Code, fault.Line, fault.Column, fault.Severity));
        Assert.DoesNotContain("LineNumber", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("reader options", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_NotUtf8_NamesTheByte()
    {
        byte[] text = [.. "{\"ä\":\""u8, 0xFF, .. "\"}"u8];

        Assert.False(PositionedJson.TryParse(text, 8, out _, out var fault));

        Assert.Equal(("json.encoding", 1, 7), (fault.Code, fault.Line, fault.Column));
        Assert.Contains("0xFF", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindDuplicateNames_NestedDuplicates_NamesEachAndTryGetTakesTheFirst()
    {
        var root = Parse("{\"a\":1,\n \"b\":{\"c\":1,\"c\":2},\"a\":3}");

        var found = PositionedJson.FindDuplicateNames(root, DiagnosticSeverity.Warning);

        Assert.Equal([("/b/c", 2, 13), ("/a", 2, 20)], found.Select(fault => (fault.Path, fault.Line, fault.Column)));
        Assert.True(root.TryGet("a", out var first));
        Assert.Equal("1", first.Raw);
    }

    [Theory]
    [InlineData("25", true, 25)]
    [InlineData("25.0", true, 25)]
    [InlineData("1e3", true, 1000)]
    [InlineData("25.5", false, 0)]
    [InlineData("9223372036854775807", true, long.MaxValue)]
    [InlineData("9223372036854775808", false, 0)]
    [InlineData("-9223372036854775808", true, long.MinValue)]
    [InlineData("1e400", false, 0)]
    [InlineData("\"25\"", false, 0)]
    public void TryGetInt64_Number_TakesWholeOnesOnly(string text, bool isWhole, long expected)
    {
        Assert.Equal(isWhole, Parse(text).TryGetInt64(out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("true")]
    public void TryGetNumber_NotAFiniteNumber_IsFalse(string text) => Assert.False(Parse(text).TryGetNumber(out _));

    [Theory]
    [InlineData("{}", JsonValueKind.Object, "an object")]
    [InlineData("[]", JsonValueKind.Array, "an array")]
    [InlineData("\"a\"", JsonValueKind.String, "the text \"a\"")]
    [InlineData("1.50", JsonValueKind.Number, "the number 1.50")]
    [InlineData("null", JsonValueKind.Null, "null")]
    [InlineData("false", JsonValueKind.False, "false")]
    public void Describe_EachKind_SaysWhatAPersonCallsIt(string text, JsonValueKind kind, string expected)
    {
        var root = Parse(text);

        Assert.Equal((kind, expected), (root.Kind, root.Describe()));
    }

    [Fact]
    public void Describe_LongText_IsCut() => Assert.Equal(72, Parse($"\"{new string('x', 500)}\"").Describe().Length);

    [Fact]
    public void Fault_AtNode_CarriesPlace()
    {
        var fault = Parse("{\"a\":\n  [5]}").Properties[0].Value.Items[0].Fault(DiagnosticSeverity.Warning, "x.y", "No.", "Yes.");

        Assert.Equal(new Diagnostic(DiagnosticSeverity.Warning, "x.y", "/a/0", 2, 4, "No.", "Yes."), fault);
    }

    private static JsonNodeAt Parse(string text)
    {
        Assert.True(PositionedJson.TryParse(Encoding.UTF8.GetBytes(text), 16, out var root, out var fault), fault?.Message);
        return root;
    }
}
