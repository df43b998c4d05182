using IotHub.Automation.Documents;

namespace IotHub.Automation.Tests.Documents;

public sealed class DocumentDifferenceTests
{
    [Theory]
    [InlineData("""{ "a": 1, "b": [ 1, 2 ] }""", """{"b":[1,2],"a":1.0}""", "")]
    [InlineData("""{ "a": 1 }""", """{ "a": 2 }""", "/a 1>2")]
    [InlineData("""{ "a": 1 }""", """{ "b": 1 }""", "/b >1; /a 1>")]
    [InlineData("""{ "t": [ 1, 2, 3 ] }""", """{ "t": [ 1, 3 ] }""", "/t/1 2>")]
    [InlineData("""{ "t": [ 1, 3 ] }""", """{ "t": [ 0, 1, 2, 3, 4 ] }""", "/t/0 >0; /t/2 >2; /t/4 >4")]
    [InlineData("""{ "t": [ { "x": 1 }, 5, { "x": 2 } ] }""", """{ "t": [ { "x": 1, "y": 2 }, 5 ] }""", "/t/0/y >2; /t/2 {\"x\":2}>")]
    [InlineData("""{ "a/b": { "c~d": [ null ] } }""", """{ "a/b": { "c~d": [ false ] } }""", "/a~1b/c~0d/0 null>false")]
    [InlineData("""{ "a": [ 1 ] }""", """{ "a": { "0": 1 } }""", "/a [1]>{\"0\":1}")]
    public void Between_Texts_NamesEachPlace(string before, string after, string expected)
    {
        var changes = DocumentDifference.Between(before, after);

        Assert.Equal(expected, string.Join("; ", changes.Select(change => $"{change.Pointer} {Plain(change.Before)}>{Plain(change.After)}")));
    }

    [Fact]
    public void Between_ManyChanges_EndsOneAfterTheBound()
    {
        var changes = DocumentDifference.Between("[]", $"[{string.Join(',', Enumerable.Range(0, 1_000))}]");

        Assert.Equal(DocumentDifference.ChangesMax + 1, changes.Length);
    }

    private static string? Plain(string? json) => json?.Replace(" ", string.Empty, StringComparison.Ordinal);
}
